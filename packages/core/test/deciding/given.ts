import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { foldRows } from '../../src/app/rebuild.ts'
import { record } from '../../src/app/record.ts'
import type { Actor, Kind, Who } from '../../src/conversation/Actor.ts'
import { whoIs } from '../../src/conversation/Actor.ts'
import type { Command, Context, Draft } from '../../src/conversation/Command.ts'
import { decide, needsFor } from '../../src/conversation/commands.ts'
import type { Decision, Undecided } from '../../src/conversation/commands/Decision.ts'
import { admit } from '../../src/conversation/commands/enter.ts'
import type { Event, EventOf } from '../../src/conversation/Event.ts'
import type {
  ActorId,
  CommandId,
  ConversationId,
  MessageId,
  RecordRef,
  TenantId,
  Time,
} from '../../src/conversation/Ids.ts'
import type { Capability } from '../../src/conversation/policies/Capability.ts'
import type { Policies, TypePolicies } from '../../src/conversation/policies/Policies.ts'
import { presets } from '../../src/conversation/policies/presets.ts'
import { resolveCapabilities } from '../../src/conversation/policies/roles.ts'
import type { Recorded } from '../../src/conversation/Recorded.ts'
import type { Refusal, Rejection } from '../../src/conversation/Rejection.ts'
import type { State } from '../../src/conversation/State.ts'
import { initial } from '../../src/conversation/State.ts'
import { storedStream } from '../../src/projections/rows/Database.ts'
import { stateFor } from '../../src/projections/rows/stateOf.ts'

const tenant = 'acme' as TenantId
export const conversationId = 'c1' as ConversationId
export const message = (id: string): MessageId => id as MessageId
export const record12: RecordRef = { type: 'order', id: '12' }

const actor = (id: string, kind: Kind, can: ReadonlyArray<Capability | 'role:customer'>): Actor => ({
  tenant,
  id: id as ActorId,
  kind,
  name: null,
  capabilities: resolveCapabilities(can, kind, presets.helpdesk),
  queues: [],
  records: [],
})

/** The customer of the conversation, somebody of the staff who may do what is named, and the operator. */
export const cleo = actor('cleo', 'customer', ['role:customer'])
export const customer = (id: string, ...can: ReadonlyArray<Capability>): Actor => actor(id, 'customer', can)
export const anna = (...can: ReadonlyArray<Capability>): Actor => actor('anna', 'staff', ['view.all', ...can])
export const system = actor('system', 'system', [])
export const Anna = whoIs(anna())
export const Bert: Who = { side: 'staff', id: 'bert' as ActorId }
export const Cleo = whoIs(cleo)

/** The helpdesk's policies, otherwise for one type of conversation or both. */
export const policies = (other: Partial<TypePolicies>): Policies => ({
  ...presets.helpdesk,
  customer: { ...presets.helpdesk.customer, ...other },
  internal: { ...presets.helpdesk.internal, ...other },
})

export const contextOf = (by: Actor, other: Partial<Context> = {}): Context => ({
  actor: by,
  policies: presets.helpdesk,
  now: 1000 as Time,
  backdated: null,
  commandId: 'x' as CommandId,
  ledger: false,
  hash: 'hash',
  correlationId: null,
  causationId: null,
  meta: {},
  directory: null,
  records: new Map(),
  ...other,
})

type Told = { readonly by: Actor; readonly event: Event; readonly reader: Who | null }

/** Something that happened before, by somebody; to a reader where one is named. */
export const told = (by: Actor, event: Event, reader: Who | null = null): Told => ({ by, event, reader })

export const created = (other: Partial<EventOf<'conversation-created'>> = {}): Told =>
  told(cleo, {
    type: 'conversation-created',
    conversationType: 'customer',
    initiator: Cleo,
    customer: Cleo.id,
    source: null,
    channel: 'web',
    queue: null,
    attributes: {},
    forkedFrom: null,
    concerns: Cleo,
    personal: { subject: 'Order 12', hash: 'hash' },
    ...other,
  })

export const joined = (by: Actor): Told =>
  told(by, {
    type: 'participant-joined',
    who: whoIs(by),
    kind: by.kind,
    history: 'all',
    named: false,
    cause: 'join',
    personal: null,
  })

export const said = (by: Actor, id: string, other: Partial<EventOf<'message-posted'>> = {}): Told =>
  told(by, {
    type: 'message-posted',
    messageId: message(id),
    author: whoIs(by),
    authorKind: by.kind,
    visibility: 'public',
    mentions: [],
    replyTo: null,
    answers: by.kind === 'staff',
    attributes: {},
    personal: { body: 'any', hash: 'hash' },
    ...other,
  })

export const assigned = (to: Who): Told =>
  told(system, { type: 'conversation-assigned', to: to.id, from: null, cause: 'assign' })

export const closed = told(system, { type: 'conversation-closed' })
export const locked = told(system, { type: 'conversation-locked' })

/** What a message says of itself beside its text, if nothing else is told. */
export const draft = (id: string, other: Partial<Draft> = {}): Draft => ({
  messageId: message(id),
  body: 'any',
  visibility: null,
  as: null,
  replyTo: null,
  mentions: [],
  seenUpTo: null,
  confirmPublic: false,
  answers: false,
  attributes: {},
  ...other,
})

type Particular<C> = C extends Command ? Omit<C, 'conversationId' | 'context'> : never

/** A command of somebody, on the conversation. */
export const wants = (by: Actor, what: Particular<Command>, around: Partial<Context> = {}): Command => ({
  ...what,
  conversationId,
  context: contextOf(by, around),
})

/** A field that is refused, with its limit; how the valid is told in words is left open. */
type Invalid = Omit<Refusal<'InvalidInput'>, 'expected'>
export const invalid = (field: string, limit?: number): Invalid => ({
  _tag: 'InvalidInput',
  field,
  ...(limit === undefined ? {} : { limit }),
})

type Happening<E> = E extends Event ? { readonly type: E['type'] } & Partial<E> : never

export type Case = {
  /** What happened before, in order; by default a customer's conversation has begun. */
  readonly given?: ReadonlyArray<Told>
  readonly when: Command
  /** The events that it comes to, as far as they are told here; or why it is refused. */
  readonly comes: ReadonlyArray<Happening<Event>> | Rejection | Invalid | Undecided
}

/** What the command comes to, decided by what it needs of the conversation and no more. */
const outcome = (given: ReadonlyArray<Told>, command: Command): Decision => {
  let state: State = initial
  const events: Array<Recorded> = []
  for (const { by, event, reader } of given) {
    const step = record({ conversation: conversationId, reader, event }, contextOf(by), state)
    events.push(step.recorded)
    state = step.after
  }
  const needs = needsFor(command)
  const seen = stateFor(storedStream(needs.stream, foldRows(events), events), [needs])
  const admitted = admit(command, events.length === 0 ? initial : seen, false)
  return E.isLeft(admitted) ? admitted : decide(command, events.length === 0 ? initial : seen)
}

/** Each by its name: given what happened, when somebody wants something, then that comes of it. */
export const decides = (cases: { readonly [name: string]: Case }): void => {
  test.each(Object.entries(cases))('%s', (_name, { given, when, comes }) => {
    const came = outcome(given ?? [created()], when)
    const shown = E.isLeft(came) ? came.left : came.right.map(({ event }) => event)
    expect([E.isLeft(came), shown]).toMatchObject(['_tag' in comes, comes])
  })
}
