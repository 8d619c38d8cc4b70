import type { Storage } from '@colloquy/core'
import type { Announce } from './commitAll.ts'
import { commitAll } from './commitAll.ts'
import type { Entry, Returned } from './Entry.ts'
import { keyOf } from './Entry.ts'
import { clearTimeout, elapsed, setImmediate, setTimeout } from '../timers.ts'

/** Commands that are committed one batch after the other. */
export type Line = { readonly add: (entries: ReadonlyArray<Entry>) => void }

/** Takes commands on one conversation out of a line; they follow whatever of theirs is under way. */
export type SetApart = (
  conversation: string,
  underWay: Promise<ReadonlyArray<Returned>>,
  waiting: ReadonlyArray<Entry>,
) => void

export const mostCommands = 256
/** A synchronous driver keeps the host's event loop for a whole commit: no longer than this at a time. */
const mostMilliseconds = 8
/** Fewer would spare the loop little: most of what a small batch takes is the disk's. */
const fewestCommands = 64
/** How long others wait for a batch of a single conversation, which may itself wait for whoever holds that. */
const longestWait = 40

export const lineUp = (storage: Storage, announce: Announce, setApart: SetApart, idle: () => void): Line => {
  const sync = storage.capabilities.transaction === 'sync'
  let waiting: Array<Entry> = []
  let running = false
  let size = sync ? fewestCommands : mostCommands

  /** A batch grows while a full one is quick and shrinks when one is slow; nobody can tell beforehand. */
  const adapt = (commands: number, milliseconds: number): void => {
    if (!sync) return
    if (milliseconds > mostMilliseconds) size = Math.max(fewestCommands, Math.floor(commands * 0.75))
    else if (commands === size) size = Math.min(mostCommands, size * 2)
  }

  const take = (conversation: string): ReadonlyArray<Entry> => {
    const taken = waiting.filter((entry) => keyOf(entry) === conversation)
    waiting = waiting.filter((entry) => keyOf(entry) !== conversation)
    return taken
  }

  const run = async (): Promise<void> => {
    // Also between two batches: who was just answered may give the next command in the same turn.
    for (await nextTurn(); waiting.length > 0; await nextTurn()) {
      const batch = waiting.splice(0, size)
      const began = elapsed()
      const underWay = commitAll(storage, announce, batch)
      const alone = storage.capabilities.transaction === 'async' ? onlyConversation(batch) : null
      if (alone !== null && !(await isDoneIn(longestWait, underWay))) {
        setApart(alone, underWay, take(alone))
        continue
      }
      const returned = await underWay
      adapt(batch.length, elapsed() - began)
      const held = new Set(returned.filter((one) => one.held).map(({ entry }) => keyOf(entry)))
      for (const conversation of held) {
        const own = returned.filter(({ entry }) => keyOf(entry) === conversation)
        setApart(conversation, Promise.resolve(own), take(conversation))
      }
      waiting.unshift(...returned.map(({ entry }) => entry).filter((entry) => !held.has(keyOf(entry))))
    }
    running = false
    idle()
  }

  return {
    add: (entries) => {
      waiting.push(...entries)
      if (running) return
      running = true
      void run()
    },
  }
}

/** The conversation that all of a batch is about, if there is just one. */
const onlyConversation = (batch: ReadonlyArray<Entry>): string | null => {
  const [first, ...others] = new Set(batch.map(keyOf))
  return first !== undefined && others.length === 0 ? first : null
}

const isDoneIn = (milliseconds: number, work: Promise<unknown>): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds, false)
    void work.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
