import type { Accepted, Command } from '@colloquy/core/engine'
import type { Storage } from '@colloquy/core/storage'
import { streamKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Reason } from '../engine/Reason.ts'
import { closed } from '../engine/Reason.ts'
import { hashOf } from '../engine/slotOf.ts'
import { clearTimeout, elapsed, setTimeout, turn } from '../engine/timers.ts'
import type { Announce, Entry, Returned } from './batch.ts'
import { commitAll, keyOf, streamOf } from './batch.ts'
import { endOfPatience, heldByOthers, waits } from './busy.ts'

export type GroupCommit = {
  readonly submit: (command: Command) => TaskEither<Reason, Accepted>
  /** Refuses new commands, and answers when those on their way are done. */
  readonly close: () => Promise<void>
}

/**
 * Commits together what arrives together: the commands of one turn of the event loop, or those that came while the
 * last commit was under way. One refused command harms no neighbour; when the storage refuses a batch, its commands
 * run one by one. A conversation that somebody else's transaction holds is waited for apart from the others.
 */
export const groupCommit = (storage: Storage, announce: Announce): GroupCommit => {
  const { batch, lanes = 1 } = storage.capabilities
  const lines = new Map<string, Line>()
  const apart = new Map<string, Line>()
  const whenIdle: Array<() => void> = []
  let isClosed = false

  const isIdle = (): boolean => lines.size + apart.size === 0

  const leave = (among: Map<string, Line>, name: string): void => {
    among.delete(name)
    if (isIdle()) for (const idle of whenIdle.splice(0)) idle()
  }

  const setApart: SetApart = (conversation, underWay, waiting) => {
    const line = lineApart(storage, announce, underWay, () => leave(apart, conversation))
    apart.set(conversation, line)
    line.add(waiting)
  }

  const lineFor = (entry: Entry): Line => {
    const stream = streamOf(entry)
    const own = apart.size === 0 ? undefined : apart.get(streamKey(stream))
    if (own !== undefined) return own
    const lane = lanes === 1 ? 0 : hashOf(stream) % lanes
    const name = `${lane} ${batch === 'store' ? '' : stream.tenant}`
    const existing = lines.get(name)
    if (existing !== undefined) return existing
    const line = lineUp(storage, announce, setApart, () => leave(lines, name))
    lines.set(name, line)
    return line
  }

  return {
    submit: (command) => () =>
      isClosed
        ? Promise.resolve(E.left(closed))
        : new Promise((answer, fail) => {
            const entry: Entry = { command, answer, fail, until: null }
            lineFor(entry).add([entry])
          }),
    close: async () => {
      isClosed = true
      if (!isIdle()) await new Promise<void>((resolve) => whenIdle.push(resolve))
    },
  }
}

/** Commands that are committed one batch after the other. */
type Line = { readonly add: (entries: ReadonlyArray<Entry>) => void }

/** Takes commands on one conversation out of a line; they follow whatever of theirs is under way. */
type SetApart = (
  conversation: string,
  underWay: Promise<ReadonlyArray<Returned>>,
  waiting: ReadonlyArray<Entry>,
) => void

const mostCommands = 256
/** A synchronous driver keeps the host's event loop for a whole commit: no longer than this at a time. */
const mostMilliseconds = 8
/** Fewer would spare the loop little: most of what a small batch takes is the disk's. */
const fewestCommands = 64
/** How long others wait for a batch of a single conversation, which may itself wait for whoever holds that. */
const longestWait = 40

const lineUp = (storage: Storage, announce: Announce, setApart: SetApart, idle: () => void): Line => {
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
    for (await turn(); waiting.length > 0; await turn()) {
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

/**
 * A line of one conversation alone, which somebody else's transaction holds: here it is waited for, while others go
 * on. All commands on it come here until none is left, so none overtakes another.
 */
const lineApart = (
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
      await turn()
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
