import type { Command, CommandTag } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import type { Time } from '@colloquy/core/storage'
import { actorsOf, rules, tenants } from '@colloquy/conformance/random/cast'
import { actorFor } from '@colloquy/conformance/random/actorFor'
import { commandOf } from '@colloquy/conformance/random/commandOf'
import { contextOf, hashed } from '@colloquy/conformance/random/contextOf'
import { Dice } from '@colloquy/conformance/random/Dice'
import { followUpOf } from './followUpOf.ts'
import type { Known, Place } from '@colloquy/conformance/random/Known'
import { nowhere } from '@colloquy/conformance/random/Known'
import { sequelOf } from './sequelOf.ts'
import { usualStart } from '@colloquy/conformance/random/starting'
import { weighedCommands } from './weighedCommands.ts'

export type History = { readonly policies: Policies; readonly commands: ReadonlyArray<Command> }

/** A number that determines one command. Every number does, so that a failing history can be shrunk. */
export type Step = number

/** Makes commands of numbers, deterministically. */
export const historyOf = (rule: number, steps: ReadonlyArray<Step>): History => {
  const policies = rules[rule % rules.length] as Policies
  const known: Known = { conversations: [], commands: [], now: 1_700_000_000_000, at: 0 }
  for (const step of steps) {
    known.at++
    known.commands.push(nextCommand(new Dice(step), known, policies))
  }
  return { policies, commands: known.commands }
}

/** A retry of an earlier command, a sequel to it, or an unrelated command. */
const nextCommand = (dice: Dice, known: Known, policies: Policies): Command => {
  known.now += dice.pick([1000, 1000, 1000, 0, 3000, -1500])
  const earlier = known.commands.at(-1 - dice.roll(4))
  const tag = known.conversations.length === 0 ? 'StartConversation' : dice.pick(weighedCommands)
  if (earlier === undefined) return hashed(freshCommand(tag, dice, known, policies))
  if (dice.oneIn(25)) return retryOf(dice, known, earlier)
  if (dice.oneIn(25)) return namesakeOf(dice, known, earlier, policies)
  return hashed(next(dice, known, earlier, policies) ?? freshCommand(tag, dice, known, policies))
}

const next = (dice: Dice, known: Known, earlier: Command, policies: Policies): Command | null => {
  if (dice.oneIn(4)) return sequelOf(dice, known, earlier)
  return dice.oneIn(2) ? followUpOf(dice, known, earlier, policies) : null
}

/** The same command, or other input under the same command id. */
const retryOf = (dice: Dice, known: Known, earlier: Command): Command =>
  dice.oneIn(2)
    ? { ...earlier, context: { ...earlier.context, hash: `other ${known.at}` } }
    : { ...earlier, context: { ...earlier.context, now: known.now as Time } }

/** The same command under the same command id by another actor, also by a customer and a colleague with the same id. */
const namesakeOf = (dice: Dice, known: Known, earlier: Command, policies: Policies): Command => {
  const { actor } = earlier.context
  const others = actorsOf(actor.tenant, policies).filter(
    ({ id, kind }) => id !== actor.id || kind !== actor.kind,
  )
  const namesakes = others.filter(({ id }) => id === actor.id)
  const by = dice.pick(namesakes.length > 0 && dice.oneIn(2) ? namesakes : others)
  return { ...earlier, context: { ...earlier.context, actor: by, now: known.now as Time } }
}

const freshCommand = (tag: CommandTag, dice: Dice, known: Known, policies: Policies): Command => {
  const place = placeOf(dice, known)
  const tenant = tag === 'StartConversation' ? (dice.oneIn(6) ? tenants[1] : tenants[0]) : place.tenant
  const actor = actorFor(tag, dice, place, tenant, policies)
  if (tag === 'StartConversation' && !dice.oneIn(4)) return usualStart(dice, known, tenant, policies)
  return commandOf(tag, dice, known, place, contextOf(dice, known, actor, policies))
}

/** One of the newest conversations, so that much happens in each. */
const placeOf = (dice: Dice, { conversations }: Known): Place =>
  dice.oneIn(30) ? nowhere : (conversations.at(-1 - dice.roll(Math.min(4, conversations.length))) ?? nowhere)
