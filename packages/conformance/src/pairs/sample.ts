import { Dice } from '../random/Dice.ts'
import type { Candidate } from './candidates.ts'
import { candidates } from './candidates.ts'

/** Every ordered pair, including each candidate with itself. */
export const allPairs: ReadonlyArray<ReadonlyArray<Candidate>> = candidates.flatMap((first) =>
  candidates.map((second) => [first, second]),
)

/** A sample of pairs without repetition, by seed. */
export const somePairs = (seed: number, many: number): ReadonlyArray<ReadonlyArray<Candidate>> => {
  const dice = new Dice(seed)
  const left = [...allPairs]
  return Array.from({ length: Math.min(many, left.length) }, () =>
    left.splice(dice.roll(left.length), 1),
  ).flat()
}

/**
 * A sample of sequences of three: a command that changes a conversation, one that is deferred for that, and one that
 * might overtake it.
 */
export const someTriples = (seed: number, many: number): ReadonlyArray<ReadonlyArray<Candidate>> => {
  const dice = new Dice(seed)
  const putOff = candidates.filter(({ title }) => isPutOff.test(title))
  const changing = candidates.filter(({ title }) => changes.test(title))
  return Array.from({ length: many }, () => [dice.pick(changing), dice.pick(putOff), dice.pick(candidates)])
}

/** Commands whose decision depends on all messages, on other conversations, or on being alone in the batch. */
const isPutOff =
  /^(RemoveMessage|MarkRead|MarkUnread|SettleImport|EraseContent|Assign|Transfer|Pick)|by history|having seen|dora|gone on|goes on|shared/u
const changes =
  /^(StartConversation|PostMessage|Close|Reopen|RemoveConversation|Leave|UnlinkRecord|Assign|Release)/u
