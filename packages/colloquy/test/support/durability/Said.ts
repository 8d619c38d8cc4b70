/** What the processes of these tests tell the one that started them, one JSON line each. */
export type Said =
  /** About to open the file. */
  | { readonly say: 'opening' }
  | { readonly say: 'ready' }
  /** About to give a command: from here on it may be in the file. */
  | { readonly say: 'tries'; readonly command: string; readonly given: Given }
  /** The command was acknowledged. */
  | { readonly say: 'acknowledged'; readonly command: string; readonly given: Given; readonly receipt: Told }
  /** The command was carried out in a transaction of the host's, which was then rolled back. */
  | { readonly say: 'undone'; readonly command: string; readonly given: Given }
  | { readonly say: 'refused'; readonly command: string; readonly given: Given; readonly reason: string }
  /** A subscription's handler was given an event, and is done with it. */
  | { readonly say: 'handled'; readonly conversation: string; readonly position: number }
  /** A subscription begins again where its checkpoints stand. */
  | { readonly say: 'begins again' }
  | { readonly say: 'done'; readonly figures: { readonly [name: string]: number } }

/** The command, as far as giving it once more needs. */
export type Given =
  | { readonly name: 'start'; readonly conversationId: string; readonly body: string }
  | { readonly name: 'post'; readonly conversationId: string; readonly body: string }
  | { readonly name: 'other'; readonly conversationId: string; readonly body: string }

export type Told = {
  readonly conversationId: string
  readonly version: string
  readonly position: string | null
  readonly messageId?: string
  readonly changed: boolean
}
