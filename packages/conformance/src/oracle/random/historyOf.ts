import type { Command, CommandTag, Policies, Time } from '@colloquy/core'
import { rules, tenants } from '../cast.ts'
import { actorFor } from './actorFor.ts'
import { commandOf } from './commandOf.ts'
import { contextOf, hashed } from './contextOf.ts'
import { Dice } from './Dice.ts'
import type { Known, Place } from './Known.ts'
import { nowhere } from './Known.ts'
import { sequelOf } from './sequelOf.ts'
import { usualStart } from './starting.ts'
import { wheel } from './wheel.ts'

export type History = { readonly policies: Policies; readonly commands: ReadonlyArray<Command> }

/** A number that stands for one command: any number makes one, so that a failing history can be made shorter. */
export type Step = number

/** Makes commands of numbers: always the same of the same. */
export const historyOf = (rule: number, steps: ReadonlyArray<Step>): History => {
  const policies = rules[rule % rules.length] as Policies
  const known: Known = { conversations: [], commands: [], now: 1_700_000_000_000, at: 0 }
  for (const step of steps) {
    known.at++
    known.commands.push(nextCommand(new Dice(step), known, policies))
  }
  return { policies, commands: known.commands }
}

/** A retry of an earlier command, what builds on it, or something else. */
const nextCommand = (dice: Dice, known: Known, policies: Policies): Command => {
  known.now += dice.pick([1000, 1000, 1000, 0, 3000, -1500])
  const earlier = known.commands.at(-1 - dice.roll(4))
  const tag = known.conversations.length === 0 ? 'StartConversation' : dice.pick(wheel)
  if (dice.oneIn(25) && earlier !== undefined) return retryOf(dice, known, earlier)
  const sequel = earlier !== undefined && dice.oneIn(4) ? sequelOf(dice, known, earlier) : null
  return hashed(sequel ?? freshCommand(tag, dice, known, policies))
}

/** The same command word for word, or with another content under the same id. */
const retryOf = (dice: Dice, known: Known, earlier: Command): Command =>
  dice.oneIn(2)
    ? { ...earlier, context: { ...earlier.context, hash: `other ${known.at}` } }
    : { ...earlier, context: { ...earlier.context, now: known.now as Time } }

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
