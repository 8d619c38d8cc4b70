import { Dice } from '../random/Dice.ts'
import type { Candidate } from './candidates.ts'
import { candidates } from './candidates.ts'

/** Every ordered pair, one and the same twice among them. */
export const allPairs: ReadonlyArray<ReadonlyArray<Candidate>> = candidates.flatMap((first) =>
  candidates.map((second) => [first, second]),
)

/** Some pairs, none twice: the same for the same seed. */
export const somePairs = (seed: number, many: number): ReadonlyArray<ReadonlyArray<Candidate>> => {
  const dice = new Dice(seed)
  const left = [...allPairs]
  return Array.from({ length: Math.min(many, left.length) }, () =>
    left.splice(dice.roll(left.length), 1),
  ).flat()
}

/**
 * Some sequences of three: first what changes a conversation, then what is put off for that, then what might overtake
 * it.
 */
export const someTriples = (seed: number, many: number): ReadonlyArray<ReadonlyArray<Candidate>> => {
  const dice = new Dice(seed)
  const putOff = candidates.filter(({ title }) => isPutOff.test(title))
  const changing = candidates.filter(({ title }) => changes.test(title))
  return Array.from({ length: many }, () => [dice.pick(changing), dice.pick(putOff), dice.pick(candidates)])
}

/** Decided by what was worked out from all messages, by other conversations, or alone. */
const isPutOff =
  /^(RemoveMessage|MarkRead|MarkUnread|SettleImport|EraseContent|Assign|Transfer|Pick)|by history|having seen|dora|gone on|goes on|shared/u
const changes =
  /^(StartConversation|PostMessage|Close|Reopen|RemoveConversation|Leave|UnlinkRecord|Assign|Release)/u
