declare module 'vitest' {
  export interface ProvidedContext {
    /** A server whose databases a test may create and drop: `inject('postgresUrl')`. */
    readonly postgresUrl: string
  }
}

export {}
