import type { Actor, ActorId, CommandId, Time } from '@colloquy/core/storage'
import type { Command, Context } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { customers, recordAnswersFor, staff } from './cast.ts'
import type { Dice } from './Dice.ts'
import type { Known } from './Known.ts'
import { contact } from './parts.ts'

export const contextOf = (dice: Dice, known: Known, actor: Actor, policies: Policies): Context => ({
  actor,
  policies,
  now: known.now as Time,
  backdated: dice.oneIn(actor.capabilities.has('backdate') ? 15 : 60)
    ? ((known.now - dice.pick([500, 20_000, -2000])) as Time)
    : null,
  commandId: `c${known.at}` as CommandId,
  ledger: !dice.oneIn(12),
  hash: '',
  correlationId: null,
  causationId: null,
  meta: {},
  directory: dice.oneIn(6) ? directory : null,
  records: recordAnswersFor(actor),
})

const directory: Context['directory'] = new Map(
  [
    ...staff.map((id) => ({ id, side: 'staff' as const, active: id !== 'ben' })),
    ...customers.map((id) => ({ id, side: 'customer' as const, active: id !== 'carl' })),
  ].map(({ id, side, active }) => [
    `${side}:${id}`,
    { id: id as ActorId, kind: side, active, role: side === 'staff' ? 'agent' : null, contact: contact(id) },
  ]),
)

/** The command with a hash like the front door's: of the input, without actor and time. */
export const hashed = <C extends Command>(command: C): C => {
  const { context, ...input } = command
  return { ...command, context: { ...context, hash: JSON.stringify([input, context.backdated]) } }
}
