import type { Accepted, Command } from '@colloquy/core/engine'
import type { Storage } from '@colloquy/core/storage'
import { streamKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Reason } from '../engine/Reason.ts'
import { closed } from '../engine/Reason.ts'
import { hashOf } from '../engine/slotOf.ts'
import { clearTimeout, elapsed, setTimeout, turn } from '../engine/timers.ts'
import type { Announce, QueuedCommand, Returned } from './batch.ts'
import { commitAll, keyOf, streamOf } from './batch.ts'
import { endOfPatience, heldByOthers, waits } from './busy.ts'

export type GroupCommit = {
  readonly submit: (command: Command) => TaskEither<Reason, Accepted>
  /** Refuses new commands, and resolves when those in the queue are done. */
  readonly close: () => Promise<void>
}

/**
 * Group commit: one transaction, and one fsync, for all commands that arrive in one turn of the event loop or during the
 * commit before. A command that is refused does not fail its batch; when the storage refuses the batch, its commands run
 * one by one. Commands on a conversation that another transaction has locked wait in a line of their own.
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
    const line = heldLine(storage, announce, underWay, () => leave(apart, conversation))
    apart.set(conversation, line)
    line.add(waiting)
  }

  const lineFor = (queued: QueuedCommand): Line => {
    const stream = streamOf(queued)
    const own = apart.size === 0 ? undefined : apart.get(streamKey(stream))
    if (own !== undefined) return own
    const lane = lanes === 1 ? 0 : hashOf(stream) % lanes
    const name = `${lane} ${batch === 'store' ? '' : stream.tenant}`
    const existing = lines.get(name)
    if (existing !== undefined) return existing
    const line = sharedLine(storage, announce, setApart, () => leave(lines, name))
    lines.set(name, line)
    return line
  }

  return {
    submit: (command) => () =>
      isClosed
        ? Promise.resolve(E.left(closed))
        : new Promise((answer, fail) => {
            const queued: QueuedCommand = { command, answer, fail, until: null }
            lineFor(queued).add([queued])
          }),
    close: async () => {
      isClosed = true
      if (!isIdle()) await new Promise<void>((resolve) => whenIdle.push(resolve))
    },
  }
}

/** A queue of commands, committed batch after batch. */
type Line = { readonly add: (commands: ReadonlyArray<QueuedCommand>) => void }

/** Moves the commands on one conversation to a line of their own, behind those of it that are being committed. */
type SetApart = (
  conversation: string,
  underWay: Promise<ReadonlyArray<Returned>>,
  waiting: ReadonlyArray<QueuedCommand>,
) => void

const mostCommands = 256
/** A synchronous driver blocks the host's event loop during a commit: a batch is sized to stay below this. */
const mostMilliseconds = 8
/** Batches smaller than this do not free the event loop sooner: their time is spent in fsync. */
const fewestCommands = 64
/** A batch on a single conversation may wait for that conversation's lock; after this time the others go on without it. */
const longestWait = 40

const sharedLine = (storage: Storage, announce: Announce, setApart: SetApart, idle: () => void): Line => {
  const sync = storage.capabilities.transaction === 'sync'
  let waiting: Array<QueuedCommand> = []
  let running = false
  let size = sync ? fewestCommands : mostCommands

  /** The size of batches doubles while full ones are quick and shrinks by a quarter when one is slow. */
  const adapt = (commands: number, milliseconds: number): void => {
    if (!sync) return
    if (milliseconds > mostMilliseconds) size = Math.max(fewestCommands, Math.floor(commands * 0.75))
    else if (commands === size) size = Math.min(mostCommands, size * 2)
  }

  const take = (conversation: string): ReadonlyArray<QueuedCommand> => {
    const taken = waiting.filter((queued) => keyOf(queued) === conversation)
    waiting = waiting.filter((queued) => keyOf(queued) !== conversation)
    return taken
  }

  const run = async (): Promise<void> => {
    // A turn between two batches, too: a caller that was just answered may give its next command in it.
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
      const held = new Set(returned.filter((one) => one.held).map(({ queued }) => keyOf(queued)))
      for (const conversation of held) {
        const own = returned.filter(({ queued }) => keyOf(queued) === conversation)
        setApart(conversation, Promise.resolve(own), take(conversation))
      }
      waiting.unshift(...returned.map(({ queued }) => queued).filter((queued) => !held.has(keyOf(queued))))
    }
    running = false
    idle()
  }

  return {
    add: (commands) => {
      waiting.push(...commands)
      if (running) return
      running = true
      void run()
    },
  }
}

/** The conversation of the whole batch, or null where there are several. */
const onlyConversation = (batch: ReadonlyArray<QueuedCommand>): string | null => {
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
 * The line of one conversation that another transaction has locked. Its commands wait here with backoff, while other
 * conversations go on. All commands on it join this line until it is empty, so that they keep their order.
 */
const heldLine = (
  storage: Storage,
  announce: Announce,
  underWay: Promise<ReadonlyArray<Returned>>,
  idle: () => void,
): Line => {
  const waiting: Array<QueuedCommand> = []

  const run = async (): Promise<void> => {
    let returned = await underWay
    let again = waits(Number.POSITIVE_INFINITY)
    for (;;) {
      waiting.unshift(...returned.flatMap(stillWaiting))
      if (waiting.length === 0) break
      // The storage does not wait for the lock of a conversation that a reply is sent on to; the backoff does.
      if (returned.some(({ held }) => held)) await again()
      else again = waits(Number.POSITIVE_INFINITY)
      await turn()
      returned = await commitAll(storage, announce, waiting.splice(0, mostCommands))
    }
    idle()
  }
  void run()

  return {
    add: (commands) => {
      // The deadline counts from now: a whole batch may be committed before it is their turn.
      for (const queued of commands) queued.until ??= endOfPatience()
      waiting.push(...commands)
    },
  }
}

/** Past its deadline a command is answered that its conversation is locked. */
const stillWaiting = ({ queued, held }: Returned): ReadonlyArray<QueuedCommand> => {
  if (!held || (queued.until ?? 0) > elapsed()) return [queued]
  queued.answer(E.left(heldByOthers))
  return []
}
