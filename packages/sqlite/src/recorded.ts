import {
  type ActorId,
  type CommandId,
  type ConversationId,
  decodeEvent,
  type Position,
  readerAt,
  type Recorded,
  type Side,
  type TenantId,
  type Time,
  type Version,
} from '@colloquy/core/storage'
import { type Kind } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { Unreadable } from './errors.ts'

/** An event from a row of `eventColumns`. What stands in its columns was checked before it was written. */
export const recordedAt = (row: unknown): Recorded => {
  if (!Array.isArray(row)) throw new Unreadable('the log')
  const values: ReadonlyArray<unknown> = row
  const place = `event ${String(values[4])} of a stream, position ${String(values[1])}`
  const event = decodeEvent({
    type: String(values[6]),
    schema: Number(values[7]),
    facts: String(values[16]),
    personal: textOrNull(values[17]),
  })
  if (E.isLeft(event)) throw new Unreadable(`${place}: ${event.left}`)
  return {
    tenant: values[0] as TenantId,
    position: values[1] as Position | null,
    conversation: values[2] as ConversationId,
    reader: readerAt(String(values[3])),
    version: values[4] as Version,
    customerVersion: values[5] as Version | null,
    at: values[8] as Time,
    actor: { side: values[9] as Side, id: values[10] as ActorId, kind: values[11] as Kind },
    commandId: values[12] as CommandId,
    correlationId: textOrNull(values[13]),
    causationId: textOrNull(values[14]),
    meta: metaIn(String(values[15]), place),
    event: event.right,
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const metaIn = (json: string, place: string): Recorded['meta'] => {
  if (json === '{}') return {}
  try {
    return JSON.parse(json) as Recorded['meta']
  } catch {
    throw new Unreadable(`${place}: malformed`)
  }
}
