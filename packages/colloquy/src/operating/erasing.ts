import type { ActorId, ConversationId, Position, Side, TenantId, Who } from '@colloquy/core/storage'
import type { Erased } from '@colloquy/core/engine'
import { expected, fieldRequired, isErased, sideOf } from '@colloquy/core/engine'
import { isRecordStream, readerKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { turn } from '../engine/timers.ts'
import type { Decoder } from '@colloquy/core/decoding'
import {
  actorId,
  conversationId,
  isPlainObject,
  map,
  messageId,
  object,
  oneOf,
  own,
  plain,
  tenantId,
  textOr,
} from '@colloquy/core/decoding'
import { wholeInput } from '../session/prepare.ts'
import { ConversationError, valueOf } from '../engine/Reason.ts'
import { insist } from './insist.ts'
import { contextFor, systemOf } from './system.ts'

/** Whose content, or which. A person given by id alone is erased on both sides. */
export type EraseInput = { readonly tenant: string } & (
  | { readonly participant: string | { readonly id: string; readonly kind: 'customer' | 'staff' | 'bot' } }
  | { readonly conversation: string }
  | { readonly message: { readonly conversationId: string; readonly messageId: string } }
)

/**
 * `complete`: no page or journal of the database holds it any more; backups, and what the docs name, still do. False
 * also where an event could not be read, which may hold some.
 */
export type ErasedResult = { readonly conversations: number; readonly complete: boolean }

/**
 * Erases what somebody wrote and is called, or one message, or all of a conversation's texts: from the log, from
 * search and from receipts. That it happened stays, without the content. Doing it again is harmless; after restoring
 * a backup it is how the erased are erased again. Rejects with `NotFound` for a conversation that does not exist.
 */
export const erasing =
  (engine: Engine) =>
  async (input: EraseInput): Promise<ErasedResult> => {
    const { tenant, people, targets } = await targetsOf(engine, input)
    await eraseEach(engine, tenant, targets)
    const overlooked = await heldInLog(engine, tenant, people)
    await eraseEach(engine, tenant, overlooked.targets)
    const { complete } = await insist(engine.storage.scrub)
    const all = [...targets, ...overlooked.targets].map((target) => target.conversationId)
    return { conversations: new Set(all).size, complete: complete && overlooked.whole }
  }

type Target = { readonly conversationId: ConversationId; readonly of: Erased }
type Targets = {
  readonly tenant: TenantId
  /** Whose content is erased wherever it is. */
  readonly people: ReadonlyArray<Who>
  readonly targets: ReadonlyArray<Target>
}

const eraseEach = async (engine: Engine, tenant: TenantId, targets: ReadonlyArray<Target>): Promise<void> => {
  const actor = systemOf(tenant)
  const policies = valueOf(engine.policiesOf(tenant))
  for (const { conversationId, of } of targets) {
    const context = contextFor(engine, actor, policies)
    await insist(engine.submit({ _tag: 'EraseContent', conversationId, of, context }))
  }
}

const page = 1_000

type Held = { readonly targets: ReadonlyArray<Target>; readonly whole: boolean }

/**
 * Where the log itself holds content of somebody: what is noted of it beside the log may have been lost. `whole`: all of
 * the log could be read.
 */
const heldInLog = async (engine: Engine, tenant: TenantId, people: ReadonlyArray<Who>): Promise<Held> => {
  const found = new Map<string, Target>()
  let whole = true
  for (let after: number | null = people.length === 0 ? null : 0, limit = page; after !== null; ) {
    const from: number = after
    const read = await insist(async () => {
      const events = await engine.storage.read({ tenant, after: from as Position }, limit)()
      return E.isLeft(events) && events.left._tag === 'Corrupt' ? E.right(null) : events
    })
    if (read === null) {
      // Event by event up to the one that can't be read, and on after it.
      if (limit === 1) [after, whole] = [from + 1, false]
      limit = limit === 1 ? page : 1
      continue
    }
    for (const { conversation, event } of read) {
      if (!('personal' in event) || event.personal === null || isRecordStream(conversation)) continue
      for (const who of people) {
        const of: Erased = { what: 'participant', who }
        if (isErased(event, of)) {
          found.set(`${readerKey(who)} ${conversation}`, { conversationId: conversation, of })
        }
      }
    }
    after = read.at(-1)?.position ?? null
    await turn()
  }
  return { targets: [...found.values()], whole }
}

const targetsOf = async (engine: Engine, input: EraseInput): Promise<Targets> => {
  const place = wholeInput(engine)
  const copied = plain(input, place)
  if (E.isLeft(copied)) throw new ConversationError(copied.left)
  const read = <A>({ decode }: Decoder<A>): A => {
    const decoded = decode(copied.right, place)
    if (E.isLeft(decoded)) throw new ConversationError(decoded.left)
    return decoded.right
  }
  const has = (name: string): boolean => isPlainObject(copied.right) && own(copied.right, name) !== undefined
  if (has('participant')) {
    const { tenant, participant } = read(ofParticipant)
    const targets: Array<Target> = []
    for (const side of participant.sides) {
      const who: Who = { side, id: participant.id }
      const concerned = await insist(engine.storage.concerning(tenant, who))
      const conversations = concerned.filter((id) => !isRecordStream(id))
      targets.push(
        ...conversations.map((conversationId) => ({
          conversationId,
          of: { what: 'participant', who } as const,
        })),
      )
    }
    return { tenant, people: participant.sides.map((side) => ({ side, id: participant.id })), targets }
  }
  if (has('conversation')) {
    const { tenant, conversation } = read(ofConversation)
    return { tenant, people: [], targets: [{ conversationId: conversation, of: { what: 'conversation' } }] }
  }
  if (has('message')) {
    const { tenant, message } = read(ofMessage)
    const of: Erased = { what: 'message', messageId: message.messageId }
    return { tenant, people: [], targets: [{ conversationId: message.conversationId, of }] }
  }
  if (isPlainObject(copied.right)) throw new ConversationError(fieldRequired('participant'))
  const what = 'an object with tenant and one of participant, conversation, message'
  throw new ConversationError(expected('input', what))
}

type Person = { readonly id: ActorId; readonly sides: ReadonlyArray<Side> }
const withKind = object({ id: actorId, kind: oneOf(['customer', 'staff', 'bot']) })
const person = textOr(
  map(actorId, (id): Person => ({ id, sides: ['customer', 'staff'] })),
  map(withKind, ({ id, kind }): Person => ({ id, sides: [sideOf(kind)] })),
)
const ofParticipant = object({ tenant: tenantId, participant: person })
const ofConversation = object({ tenant: tenantId, conversation: conversationId })
const ofMessage = object({ tenant: tenantId, message: object({ conversationId, messageId }) })
