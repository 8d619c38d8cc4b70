/** The database's own name for what went wrong; null for anything that did not come from it. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_')
    ? error.code
    : null
