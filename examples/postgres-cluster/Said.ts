/** What a worker says of the commands it was given. */
export type FromWorker =
  | { readonly say: 'ready' }
  | {
      readonly say: 'acknowledged'
      readonly commandId: string
      readonly conversationId: string
      readonly messageId: string
    }
  /** `retryAfter`, in milliseconds; null: it would be refused again. */
  | {
      readonly say: 'failed'
      readonly commandId: string
      readonly reason: string
      readonly retryAfter: number | null
    }

/** What the subscriber says. */
export type FromSubscriber =
  | { readonly say: 'ready' }
  | { readonly say: 'delivered'; readonly conversationId: string; readonly messageId: string }
  /** It was given all there is. */
  | { readonly say: 'finished' }

/** What the subscriber is told once nothing more will be written. */
export type ToSubscriber = { readonly tell: 'finish' }
