import type { ActorId } from '@colloquy/core/storage'
import type { Destination } from '@colloquy/core/engine'
import { expected } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder, InputOf } from '@colloquy/core/decoding'
import { actorId, conversationId, map, name, object, optional, orNull, textOr } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import { define } from './Definition.ts'

/** To whom, or into which queue. */
export type TransferInput = CommandInput & {
  readonly conversationId: string
  readonly to: { readonly staff: string } | { readonly queue: string }
}
/** To whom, or into which queue; null: to nobody, and it waits in its queue again. */
export type AssignInput = CommandInput & {
  readonly conversationId: string
  readonly to: TransferInput['to'] | null
}
/** To whom, by id; null: to nobody. */
export type SetOwnerInput = CommandInput & {
  readonly conversationId: string
  readonly to: string | { readonly staff: string } | null
}

const toStaff = object({ staff: actorId })
const toQueue = object({ queue: name })
const either = object({ staff: optional(actorId), queue: optional(name) })

const destination: Decoder<Destination, InputOf<typeof toStaff> | InputOf<typeof toQueue>> = {
  schema: (limits) => ({ anyOf: [toStaff.schema(limits), toQueue.schema(limits)] }),
  decode: (value, place) => {
    const decoded = either.decode(value, place)
    if (E.isLeft(decoded)) return decoded
    const { staff, queue } = decoded.right
    if (staff !== null && queue === null) return E.right({ staff })
    return queue !== null && staff === null
      ? E.right({ queue })
      : E.left(expected(place.field, 'either staff or queue'))
  },
}

const owner = textOr(
  actorId,
  map(toStaff, ({ staff }) => staff),
)

const named = (to: Destination | null): ReadonlyArray<ActorId> =>
  to !== null && 'staff' in to ? [to.staff] : []

const fields = { ...commandFields, conversationId }

export const assign = define('assign', 'Assign', object({ ...fields, to: orNull(destination) }), {
  sample: ({ id }) => ({ to: { staff: id } }),
  people: ({ to }) => named(to),
})

export const transfer = define('transfer', 'Transfer', object({ ...fields, to: destination }), {
  sample: { to: { queue: 'any' } },
  people: ({ to }) => named(to),
})

export const setOwner = define('setOwner', 'Assign', object({ ...fields, to: orNull(owner) }), {
  sample: ({ id }) => ({ to: id }),
  people: ({ to }) => (to === null ? [] : [to]),
  command: ({ conversationId, to }) => ({ conversationId, to: to === null ? null : { staff: to } }),
})
