import type { ActorId, ConversationId, Position, Side, TenantId, Who } from '@colloquy/core/storage'
import type { Erased } from '@colloquy/core/engine'
import { expected, fieldRequired, isErased, sideOf } from '@colloquy/core/engine'
import { isRecordStream, readerKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { turn } from '../engine/timers.ts'
import type { DecodedBy } from '@colloquy/core/decoding'
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
import type { Reason } from '../engine/Reason.ts'
import { contextFor, systemOf, whileUnavailable } from './system.ts'

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
  async (input: EraseInput): Promise<Either<Reason, ErasedResult>> => {
    const found = await targetsOf(engine, input)
    if (E.isLeft(found)) return found
    const { tenant, people, targets } = found.right
    const erased = await eraseEach(engine, tenant, targets)
    if (E.isLeft(erased)) return erased
    const overlooked = await heldInLog(engine, tenant, people)
    if (E.isLeft(overlooked)) return overlooked
    const again = await eraseEach(engine, tenant, overlooked.right.targets)
    if (E.isLeft(again)) return again
    const scrubbed = await whileUnavailable(engine.storage.scrub)
    if (E.isLeft(scrubbed)) return scrubbed
    const all = [...targets, ...overlooked.right.targets].map((target) => target.conversationId)
    const complete = scrubbed.right.complete && overlooked.right.whole
    return E.right({ conversations: new Set(all).size, complete })
  }

type Target = { readonly conversationId: ConversationId; readonly of: Erased }
type Targets = {
  readonly tenant: TenantId
  /** Whose content is erased wherever it is. */
  readonly people: ReadonlyArray<Who>
  readonly targets: ReadonlyArray<Target>
}

const eraseEach = async (
  engine: Engine,
  tenant: TenantId,
  targets: ReadonlyArray<Target>,
): Promise<Either<Reason, void>> => {
  const actor = systemOf(tenant)
  const policies = engine.policiesOf(tenant)
  if (E.isLeft(policies)) return policies
  for (const { conversationId, of } of targets) {
    const context = contextFor(engine, actor, policies.right)
    const erased = await whileUnavailable(
      engine.submit({ _tag: 'EraseContent', conversationId, of, context }),
    )
    if (E.isLeft(erased)) return erased
  }
  return E.right(undefined)
}

const page = 1_000

type InLog = { readonly targets: ReadonlyArray<Target>; readonly whole: boolean }

/**
 * Scans the log for a person's content, since the index of who is concerned may be damaged. `whole`: every event could
 * be read.
 */
const heldInLog = async (
  engine: Engine,
  tenant: TenantId,
  people: ReadonlyArray<Who>,
): Promise<Either<Reason, InLog>> => {
  const found = new Map<string, Target>()
  let whole = true
  for (let after: number | null = people.length === 0 ? null : 0, limit = page; after !== null; ) {
    const from: number = after
    const read = await whileUnavailable(engine.storage.read({ tenant, after: from as Position }, limit))
    if (E.isLeft(read)) {
      if (read.left._tag !== 'Corrupt') return read
      // Event by event up to the corrupt one, and on after it.
      if (limit === 1) [after, whole] = [from + 1, false]
      limit = limit === 1 ? page : 1
      continue
    }
    for (const { conversation, event } of read.right) {
      if (!('personal' in event) || event.personal === null || isRecordStream(conversation)) continue
      for (const who of people) {
        const of: Erased = { what: 'participant', who }
        if (isErased(event, of)) {
          found.set(`${readerKey(who)} ${conversation}`, { conversationId: conversation, of })
        }
      }
    }
    after = read.right.at(-1)?.position ?? null
    await turn()
  }
  return E.right({ targets: [...found.values()], whole })
}

const targetsOf = async (engine: Engine, input: EraseInput): Promise<Either<Reason, Targets>> => {
  const place = wholeInput(engine)
  const copied = plain(input, place)
  if (E.isLeft(copied)) return copied
  const has = (name: string): boolean => isPlainObject(copied.right) && own(copied.right, name) !== undefined
  if (has('participant')) {
    const given = ofParticipant.decode(copied.right, place)
    return E.isLeft(given) ? given : targetsOfPerson(engine, given.right)
  }
  if (has('conversation')) {
    const given = ofConversation.decode(copied.right, place)
    if (E.isLeft(given)) return given
    const { tenant, conversation } = given.right
    return E.right({
      tenant,
      people: [],
      targets: [{ conversationId: conversation, of: { what: 'conversation' } }],
    })
  }
  if (has('message')) {
    const given = ofMessage.decode(copied.right, place)
    if (E.isLeft(given)) return given
    const { conversationId, messageId } = given.right.message
    const of: Erased = { what: 'message', messageId }
    return E.right({ tenant: given.right.tenant, people: [], targets: [{ conversationId, of }] })
  }
  if (isPlainObject(copied.right)) return E.left(fieldRequired('participant'))
  return E.left(expected('input', 'an object with tenant and one of participant, conversation, message'))
}

const targetsOfPerson = async (
  engine: Engine,
  { tenant, participant }: DecodedBy<typeof ofParticipant>,
): Promise<Either<Reason, Targets>> => {
  const people = participant.sides.map((side): Who => ({ side, id: participant.id }))
  const targets: Array<Target> = []
  for (const who of people) {
    const concerned = await whileUnavailable(engine.storage.concerning(tenant, who))
    if (E.isLeft(concerned)) return concerned
    const conversations = concerned.right.filter((id) => !isRecordStream(id))
    targets.push(
      ...conversations.map((conversationId) => ({
        conversationId,
        of: { what: 'participant', who } as const,
      })),
    )
  }
  return E.right({ tenant, people, targets })
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
