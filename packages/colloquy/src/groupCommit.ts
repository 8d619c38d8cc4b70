import type { Accepted, Command, Storage } from '@colloquy/core'
import { streamKey } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Announce } from './committing/commitAll.ts'
import type { Entry } from './committing/Entry.ts'
import { streamOf } from './committing/Entry.ts'
import type { Line, SetApart } from './committing/Line.ts'
import { lineUp } from './committing/Line.ts'
import { lineApart } from './committing/lineApart.ts'
import { hashOf } from './following/slotOf.ts'
import type { Reason } from './Reason.ts'
import { closed } from './Reason.ts'

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
