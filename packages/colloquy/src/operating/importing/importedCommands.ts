import type { Actor, CommandId, ConversationId, MessageId, TenantId, Time, Who } from '@colloquy/core/storage'
import type { CommandOf, Context, Person, RecordAnswer } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { sameWho, sideOf } from '@colloquy/core/engine'
import type { Engine } from '../../engine/Engine.ts'
import type { Decoded, DecodedMessage } from './decodeImported.ts'
import { contextFor, systemOf, trusted } from '../system.ts'

/** The ordinary commands that an imported conversation comes to, in order. Their ids carry idempotency, not a ledger. */
export type ImportedCommands = {
  readonly start: CommandOf<'StartConversation'>
  /** Messages and what happened between them, by time; made as they are taken: a conversation may be long. */
  readonly steps: Iterable<ImportedStep>
  readonly close: CommandOf<'Close'> | null
  /** For each stretch of what was added. */
  readonly settle: (added: CommandOf<'SettleImport'>['added']) => CommandOf<'SettleImport'>
}

export type ImportedStep =
  | { readonly message: DecodedMessage; readonly command: CommandOf<'PostMessage'> }
  | { readonly message: null; readonly command: CommandOf<'Close' | 'Reopen' | 'Assign'> }

const meta = { imported: '1' }

/** Policies under which an imported assignment flags nothing as unread. */
const quiet = (policies: Policies): Policies => ({
  ...policies,
  customer: { ...policies.customer, onAssign: 'keep' },
  internal: { ...policies.internal, onAssign: 'keep' },
})

export const importedCommands = (
  engine: Engine,
  tenant: TenantId,
  { head, messages, events }: Decoded,
  records: ReadonlyMap<string, RecordAnswer>,
  told: Policies,
  unread: 'none' | 'asPosted',
): ImportedCommands => {
  const system = systemOf(tenant)
  const policies = unread === 'none' ? quiet(told) : told
  const contextOf = (actor: Actor, more: Parameters<typeof contextFor>[3] = {}): Context =>
    contextFor(engine, actor, policies, { meta, ...more })
  const conversationId = head.id
  const started = head.startedAt ?? messages.find(({ at }) => at !== null)?.at ?? head.closedAt
  const { startedAt: _, closedAt: __, tenant: ___, ...given } = head
  const customer: Person | null =
    head.customer === null
      ? null
      : { who: { side: 'customer', id: head.customer.id }, kind: 'customer', contact: head.customer.contact }
  const participants = [
    ...head.participants.map(
      ({ id, kind, contact }): Person => ({ who: { side: sideOf(kind), id }, kind, contact }),
    ),
    ...customersOf(messages),
  ]
  const start: ImportedCommands['start'] = {
    _tag: 'StartConversation',
    beganBy: beganBy(head, messages),
    conversationId,
    type: head.type,
    subject: head.subject,
    customer,
    participants: participants.filter(({ who }) => customer === null || !sameWho(who, customer.who)),
    assignee: head.owner,
    source: head.source,
    contexts: head.contexts,
    channel: head.channel,
    queue: head.queue,
    message: null,
    attributes: head.attributes,
    context: contextOf(system, { backdated: started, hash: engine.hash(['import', given]), records }),
  }
  const authors = new Map<string, Actor>()
  const actorOf = (author: DecodedMessage['author']): Actor => {
    const key = `${author.kind}:${author.id}`
    const known = authors.get(key) ?? trusted(tenant, author)
    authors.set(key, known)
    return known
  }
  let at: Time | null = started
  const post = (message: DecodedMessage, index: number): CommandOf<'PostMessage'> => {
    at = message.at ?? at
    const { author, visibility, body, replyTo, attributes } = message
    const hash = engine.hash(['import', author.kind, author.id, visibility, body, replyTo, attributes])
    return {
      _tag: 'PostMessage',
      conversationId,
      forkId: conversationId,
      messageId: message.id ?? unguessable(engine, tenant, conversationId, index + 1),
      body,
      visibility,
      as: null,
      replyTo,
      mentions: [],
      seenUpTo: null,
      confirmPublic: true,
      answers: false,
      attributes,
      context: contextOf(actorOf(author), { backdated: at, hash }),
    }
  }
  const happened = events.map((event, index): CommandOf<'Close' | 'Reopen' | 'Assign'> => {
    const by = event.by === null ? system : actorOf(event.by)
    const context: Context = {
      ...contextOf(by, { backdated: event.at }),
      // Events have no ids of their own, so for as long as receipts are kept these tell a repetition.
      commandId: engine.hash(['imported event', tenant, conversationId, index + 1]).slice(0, 32) as CommandId,
      ledger: true,
    }
    if (event.to !== null) return { _tag: 'Assign', conversationId, to: { staff: event.to }, context }
    return { _tag: event.type === 'closed' ? 'Close' : 'Reopen', conversationId, context }
  })
  const close: ImportedCommands['close'] =
    head.closedAt === null
      ? null
      : {
          _tag: 'Close',
          conversationId,
          context: contextOf(system, { backdated: head.closedAt }),
        }
  return {
    start,
    steps: byTime(messages, post, happened),
    close,
    settle: (added) => ({
      _tag: 'SettleImport',
      conversationId,
      added,
      context: contextOf(system),
    }),
  }
}

function* byTime(
  messages: Decoded['messages'],
  post: (message: DecodedMessage, index: number) => CommandOf<'PostMessage'>,
  happened: ReadonlyArray<CommandOf<'Close' | 'Reopen' | 'Assign'>>,
): Generator<ImportedStep> {
  let next = 0
  function* until(time: number): Generator<ImportedStep> {
    for (let command = happened[next]; command !== undefined; command = happened[next]) {
      if ((command.context.backdated ?? 0) > time) return
      yield { message: null, command }
      next += 1
    }
  }
  for (const [index, message] of messages.entries()) {
    const command = post(message, index)
    yield* until(command.context.backdated ?? Number.NEGATIVE_INFINITY)
    yield { message, command }
  }
  yield* until(Number.POSITIVE_INFINITY)
}

/** Customers write only where they are in it, so those who wrote were. */
const customersOf = (messages: ReadonlyArray<DecodedMessage>): ReadonlyArray<Person> => {
  const found = new Map<string, Person>()
  for (const { author } of messages) {
    if (author.kind !== 'customer' || found.has(author.id)) continue
    const who: Who = { side: 'customer', id: author.id }
    const contact = author.name === null ? null : { name: author.name, phone: null, email: null }
    found.set(author.id, { who, kind: 'customer', contact })
  }
  return [...found.values()]
}

/**
 * The same at every import, and nobody's guess: a customer who could guess the id of a note would learn from
 * `DuplicateId` that it is there.
 */
const unguessable = (engine: Engine, tenant: TenantId, id: ConversationId, number: number): MessageId =>
  engine.hash(['imported message', tenant, id, number]).slice(0, 32) as MessageId

/** Whoever wrote first began it; where nobody wrote, whom it is with. */
const beganBy = (head: Decoded['head'], [first]: ReadonlyArray<DecodedMessage>): Who | null => {
  if (first !== undefined) return { side: sideOf(first.author.kind), id: first.author.id }
  return head.customer === null || head.type === 'internal'
    ? null
    : { side: 'customer', id: head.customer.id }
}
