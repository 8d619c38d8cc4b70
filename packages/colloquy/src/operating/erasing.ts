import type { ActorId, ConversationId, Erased, Side, TenantId, Who } from '@colloquy/core'
import { fieldRequired, isRecordStream, sideOf } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine } from '../Engine.ts'
import type { Decoder } from '../input/Decoder.ts'
import { object, oneOf } from '../input/Decoder.ts'
import { plain } from '../input/plain.ts'
import { actorId, conversationId, messageId, tenantId } from '../input/text.ts'
import { ConversationError } from '../Reason.ts'
import { insist } from './insist.ts'
import { contextFor, systemOf } from './system.ts'

/** Whose content, or which. A person given by id alone is erased on both sides. */
export type EraseInput = { readonly tenant: string } & (
  | { readonly participant: string | { readonly id: string; readonly kind: 'customer' | 'staff' | 'bot' } }
  | { readonly conversation: string }
  | { readonly message: { readonly conversationId: string; readonly messageId: string } }
)

/** `complete`: no page or journal of the database holds it any more; backups, and what the docs name, still do. */
export type ErasedResult = { readonly conversations: number; readonly complete: boolean }

/**
 * Erases what somebody wrote and is called, or one message, or all of a conversation's texts: from the log, from
 * search and from receipts. That it happened stays, without the content. Doing it again is harmless; after restoring
 * a backup it is how the erased are erased again. Rejects with `NotFound` for a conversation that does not exist.
 */
export const erasing =
  (engine: Engine) =>
  async (input: EraseInput): Promise<ErasedResult> => {
    const { tenant, targets } = await targetsOf(engine, input)
    const actor = systemOf(tenant)
    for (const { conversationId, of } of targets) {
      const context = contextFor(engine, actor)
      await insist(engine.submit({ _tag: 'EraseContent', conversationId, of, context }))
    }
    const { complete } = await insist(engine.storage.scrub)
    return { conversations: new Set(targets.map((target) => target.conversationId)).size, complete }
  }

type Targets = {
  readonly tenant: TenantId
  readonly targets: ReadonlyArray<{ readonly conversationId: ConversationId; readonly of: Erased }>
}

const targetsOf = async (engine: Engine, input: EraseInput): Promise<Targets> => {
  const copied = plain(input, engine.limits)
  if (E.isLeft(copied)) throw new ConversationError(copied.left)
  const read = <A>(decode: Decoder<A>): A => {
    const decoded = decode(copied.right, { field: '', limits: engine.limits })
    if (E.isLeft(decoded)) throw new ConversationError(decoded.left)
    return decoded.right
  }
  if ('participant' in input) {
    const { tenant, participant } = read(ofParticipant)
    const targets: Array<Targets['targets'][number]> = []
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
    return { tenant, targets }
  }
  if ('conversation' in input) {
    const { tenant, conversation } = read(ofConversation)
    return { tenant, targets: [{ conversationId: conversation, of: { what: 'conversation' } }] }
  }
  if ('message' in input) {
    const { tenant, message } = read(ofMessage)
    const of: Erased = { what: 'message', messageId: message.messageId }
    return { tenant, targets: [{ conversationId: message.conversationId, of }] }
  }
  throw new ConversationError(fieldRequired('participant'))
}

type Person = { readonly id: ActorId; readonly sides: ReadonlyArray<Side> }
const withKind = object({ id: actorId, kind: oneOf(['customer', 'staff', 'bot']) })
const person: Decoder<Person> = (value, place) => {
  if (typeof value !== 'object')
    return E.map((id: ActorId): Person => ({ id, sides: ['customer', 'staff'] }))(actorId(value, place))
  return E.map(
    ({ id, kind }: { id: ActorId; kind: 'customer' | 'staff' | 'bot' }): Person => ({
      id,
      sides: [sideOf(kind)],
    }),
  )(withKind(value, place))
}
const ofParticipant = object({ tenant: tenantId, participant: person })
const ofConversation = object({ tenant: tenantId, conversation: conversationId })
const ofMessage = object({ tenant: tenantId, message: object({ conversationId, messageId }) })
