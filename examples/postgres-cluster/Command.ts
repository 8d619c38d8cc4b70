/** One message to be written. With the same `commandId` it is the same command, done once, whoever gives it. */
export type Command = {
  readonly commandId: string
  /** What the source calls the conversation. */
  readonly conversation: string
  /** What the conversation is begun with, by its first message; null on all others. */
  readonly begins: { readonly subject: string; readonly customer: Person } | null
  readonly author: Author
  readonly visibility: 'public' | 'internal'
  readonly body: string
}

export type Person = { readonly id: string; readonly name: string }
export type Author = Person & { readonly kind: 'customer' | 'staff' | 'system' }

/** What is to be said in one conversation, in this order. */
export type Conversation = { readonly name: string; readonly commands: ReadonlyArray<Command> }

/** A command as a worker is given it. The id is null until there is a conversation. */
export type Task = { readonly command: Command; readonly conversationId: string | null }
