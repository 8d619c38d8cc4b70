import type { Actor, CommandId, ConversationId, MessageId, Time } from '@colloquy/core/storage'
import type {
  Command,
  CommandTag,
  CommandOf,
  Context,
  Draft,
  RecordAnswer,
  StartConversation,
} from '@colloquy/core/engine'
import { recordKey } from '@colloquy/core/storage'
import { order, policies, ticket } from './Cast.ts'

export const conversation = (id: string): ConversationId => id as ConversationId
export const message = (id: string): MessageId => id as MessageId
export const begin = 1_700_000_000_000

const answerOf = (customerVisible: boolean): RecordAnswer => ({
  supported: true,
  startable: true,
  customerVisible,
  known: true,
  shown: false,
  title: null,
})
const records = new Map([
  [recordKey(order), answerOf(true)],
  [recordKey(ticket), answerOf(false)],
])

/** The fields of a command beside its conversation and context. */
export type Particular<Tag extends CommandTag> = Omit<CommandOf<Tag>, '_tag' | 'context' | 'conversationId'>

/**
 * Builds the commands of a history. Ids, hashes and times come from a counter, so that the same history gives equal
 * commands each time, for two storages.
 */
export class Scene {
  #count = 0
  readonly #name: string
  /** The clock advances by a second with each command, unless held. */
  held = false
  time = begin
  readonly commands: Array<Command> = []

  constructor(name = 'scene') {
    this.#name = name
  }

  context(actor: Actor, some: Partial<Context> = {}): Context {
    this.#count += 1
    if (!this.held) this.time += 1000
    return {
      actor,
      policies,
      now: this.time as Time,
      backdated: null,
      commandId: `${this.#name}-${this.#count}` as CommandId,
      ledger: true,
      hash: `hash-${this.#name}-${this.#count}`,
      correlationId: null,
      causationId: null,
      meta: {},
      directory: null,
      records,
      ...some,
    }
  }

  start(
    actor: Actor,
    id: string,
    some: Partial<StartConversation> = {},
    around: Partial<Context> = {},
  ): void {
    this.commands.push({
      _tag: 'StartConversation',
      beganBy: null,
      conversationId: conversation(id),
      type: 'customer',
      subject: `Subject of ${id}`,
      customer: null,
      participants: [],
      assignee: null,
      source: null,
      contexts: [],
      channel: 'web',
      queue: null,
      message: null,
      attributes: {},
      ...some,
      context: this.context(actor, around),
    })
  }

  post(
    actor: Actor,
    on: string,
    id: string,
    body: string,
    some: Partial<Draft> = {},
    around: Partial<Context> = {},
  ): void {
    this.commands.push({
      _tag: 'PostMessage',
      conversationId: conversation(on),
      forkId: conversation(`${on}-fork`),
      ...draft(id, body, some),
      context: this.context(actor, around),
    })
  }

  /** Adds a command with these fields. */
  run<Tag extends Exclude<CommandTag, 'StartConversation' | 'PostMessage'>>(
    actor: Actor,
    on: string,
    tag: Tag,
    particular: Particular<Tag>,
    around: Partial<Context> = {},
  ): void {
    const command: unknown = {
      _tag: tag,
      conversationId: conversation(on),
      ...particular,
      context: this.context(actor, around),
    }
    // These parts form a command of this tag, which TypeScript can't check for a generic tag.
    this.commands.push(command as CommandOf<Tag>)
  }
}

export const draft = (id: string, body: string, some: Partial<Draft> = {}): Draft => ({
  messageId: message(id),
  body,
  visibility: null,
  as: null,
  replyTo: null,
  mentions: [],
  seenUpTo: null,
  confirmPublic: true,
  answers: false,
  attributes: {},
  ...some,
})
