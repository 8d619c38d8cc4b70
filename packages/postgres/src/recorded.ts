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
import type { Row } from './Connection.ts'
import { Unreadable } from './errors.ts'

/** An event from a row of `eventColumns`. What stands in its columns was checked before it was written. */
export const recordedAt = (values: Row): Recorded => {
  const event = decodeEvent({
    type: String(values[6]),
    schema: Number(values[7]),
    facts: String(values[16]),
    personal: textOrNull(values[17]),
  })
  if (E.isLeft(event)) {
    const place = `event ${String(values[4])} of a stream, position ${String(values[1])}`
    throw new Unreadable(`${place}: ${event.left}`)
  }
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
    meta: metaIn(String(values[15])),
    event: event.right,
  }
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'string' ? Number(value) : null)

/** The column holds nothing but JSON, and only what was checked was written. */
const metaIn = (json: string): Recorded['meta'] => (json === '{}' ? {} : JSON.parse(json))

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
