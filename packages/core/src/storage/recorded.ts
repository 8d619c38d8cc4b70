import * as E from 'fp-ts/lib/Either.js'
import type { Kind, Side } from '../conversation/Actor.ts'
import { readerAt } from '../conversation/Actor.ts'
import { decodeEvent } from '../conversation/EventCodec.ts'
import type {
  ActorId,
  CommandId,
  ConversationId,
  Position,
  TenantId,
  Time,
  Version,
} from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Values } from './rows.ts'
import { Unreadable } from './Unreadable.ts'

/** The columns of an event, in the order that `recordedAt` reads. */
export const eventColumns = [
  'tenant',
  'position',
  'conversation',
  'reader',
  'version',
  'customer_version',
  'type',
  'schema',
  'at',
  'actor_side',
  'actor',
  'actor_kind',
  'command',
  'correlation',
  'causation',
  'meta',
  'facts',
  'personal',
] as const

/**
 * An event from its columns: JSON as text, numbers as numbers or texts. The values were checked before they were
 * written.
 */
export const recordedAt = (values: Values): Recorded => {
  const event = decodeEvent({
    type: String(values[6]),
    schema: Number(values[7]),
    facts: String(values[16]),
    personal: textOrNull(values[17]),
  })
  if (E.isLeft(event)) throw unreadable(values, event.left)
  return {
    tenant: values[0] as TenantId,
    position: numberOrNull(values[1]) as Position | null,
    conversation: values[2] as ConversationId,
    reader: readerAt(String(values[3])),
    version: Number(values[4]) as Version,
    customerVersion: numberOrNull(values[5]) as Version | null,
    at: Number(values[8]) as Time,
    actor: { side: values[9] as Side, id: values[10] as ActorId, kind: values[11] as Kind },
    commandId: values[12] as CommandId,
    correlationId: textOrNull(values[13]),
    causationId: textOrNull(values[14]),
    meta: metaIn(values),
    event: event.right,
  }
}

const unreadable = (values: Values, what: string): Unreadable =>
  new Unreadable(`event ${String(values[4])} of a stream, position ${String(values[1])}: ${what}`)

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const metaIn = (values: Values): Recorded['meta'] => {
  const json = String(values[15])
  if (json === '{}') return {}
  try {
    return JSON.parse(json)
  } catch {
    throw unreadable(values, 'malformed')
  }
}
