import type { ActorId, Destination } from '@colloquy/core'
import { invalidInput } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from '../input/Decoder.ts'
import { map, object, optional } from '../input/Decoder.ts'
import type { CommandInput } from '../input/draft.ts'
import { commandFields } from '../input/draft.ts'
import { actorId, conversationId, name } from '../input/text.ts'
import { define } from './Definition.ts'

/** To whom, or into which queue. */
export type AssignInput = CommandInput & {
  readonly conversationId: string
  readonly to: { readonly staff: string } | { readonly queue: string }
}
/** To whom, by id. */
export type SetOwnerInput = CommandInput & {
  readonly conversationId: string
  readonly to: string | { readonly staff: string }
}

const either = object({ staff: optional(actorId), queue: optional(name) })

const destination: Decoder<Destination> = (value, place) => {
  const decoded = either(value, place)
  if (E.isLeft(decoded)) return decoded
  const { staff, queue } = decoded.right
  if (staff !== null && queue === null) return E.right({ staff })
  return queue !== null && staff === null ? E.right({ queue }) : E.left(invalidInput(place.field))
}

const byStaff = map(object({ staff: actorId }), ({ staff }) => staff)
const owner: Decoder<ActorId> = (value, place) =>
  typeof value === 'object' ? byStaff(value, place) : actorId(value, place)

const named = (to: Destination): ReadonlyArray<ActorId> => ('staff' in to ? [to.staff] : [])

const moving = (command: string, _tag: 'Assign' | 'Transfer') =>
  define(command, object({ ...commandFields, conversationId, to: destination }), {
    people: ({ to }) => named(to),
    command: ({ conversationId, to }, { context }) => ({ _tag, conversationId, to, context }),
  })

export const assign = moving('assign', 'Assign')
export const transfer = moving('transfer', 'Transfer')

export const setOwner = define('setOwner', object({ ...commandFields, conversationId, to: owner }), {
  people: ({ to }) => [to],
  command: ({ conversationId, to }, { context }) => ({
    _tag: 'Assign',
    conversationId,
    to: { staff: to },
    context,
  }),
})
