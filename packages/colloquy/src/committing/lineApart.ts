import type { Storage } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { heldByOthers } from './heldByOthers.ts'
import type { Announce } from './commitAll.ts'
import { commitAll } from './commitAll.ts'
import type { Entry, Returned } from './Entry.ts'
import type { Line } from './Line.ts'
import { mostCommands, nextTurn } from './Line.ts'
import { endOfPatience, waits } from './whileBusy.ts'
import { elapsed } from '../timers.ts'

/**
 * A line of one conversation alone, which somebody else's transaction holds: here it is waited for, while others go
 * on. All commands on it come here until none is left, so none overtakes another.
 */
export const lineApart = (
  storage: Storage,
  announce: Announce,
  underWay: Promise<ReadonlyArray<Returned>>,
  idle: () => void,
): Line => {
  const waiting: Array<Entry> = []

  const run = async (): Promise<void> => {
    let returned = await underWay
    let again = waits(Number.POSITIVE_INFINITY)
    for (;;) {
      waiting.unshift(...returned.flatMap(stillWaiting))
      if (waiting.length === 0) break
      // A reply that is sent on to a conversation that somebody holds does not wait for it in the storage.
      if (returned.some(({ held }) => held)) await again()
      else again = waits(Number.POSITIVE_INFINITY)
      await nextTurn()
      returned = await commitAll(storage, announce, waiting.splice(0, mostCommands))
    }
    idle()
  }
  void run()

  return {
    add: (entries) => {
      // Their time runs from now: a whole batch may be waited for before it is their turn.
      for (const entry of entries) entry.until ??= endOfPatience()
      waiting.push(...entries)
    },
  }
}

/** Who was held for too long hears of it. */
const stillWaiting = ({ entry, held }: Returned): ReadonlyArray<Entry> => {
  if (!held || (entry.until ?? 0) > elapsed()) return [entry]
  entry.answer(E.left(heldByOthers))
  return []
}
