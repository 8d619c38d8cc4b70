import type { Command, Conversation, Task } from './Command.ts'
import type { Process } from './Process.ts'
import type { FromWorker } from './Said.ts'

export type Worker = Process<Task, FromWorker>

/** What a caller was told: this message is stored. */
export type Acknowledged = {
  readonly command: Command
  /** The id that its conversation was given when it was begun. */
  readonly conversationId: string
  readonly messageId: string
  /** Whose process told it. */
  readonly worker: string
}

export type Dispatch = {
  readonly acknowledged: ReadonlyArray<Acknowledged>
  /** Why commands were given once more, and how often. */
  readonly again: ReadonlyMap<string, number>
  /** What a worker that ended had in its hands: given to it, not acknowledged by it. */
  readonly leftBy: ReadonlyMap<string, ReadonlyArray<Command>>
  /** Resolves when so many are acknowledged. */
  readonly reached: (count: number) => Promise<void>
  /** Resolves when all are. Rejects when a command is refused, or a process ends that nobody killed. */
  readonly done: Promise<void>
}

/** How many commands a worker has in its hands at most: as many requests as a server may be amid. */
const most = 12

/**
 * Gives all commands to the workers, as a load balancer would: each to whoever has least to do, so that the messages
 * of one conversation go through all of them, one after the other. What is not acknowledged, because it failed or
 * because its worker died, is given again under the same name, to whoever is there. That is all the safety there is on
 * this side; that nothing is doubled by it is Colloquy's part.
 */
export const dispatch = (
  conversations: ReadonlyArray<Conversation>,
  workers: ReadonlyArray<Worker>,
): Dispatch => {
  const next = nextOf(conversations)
  const waiting = conversations.flatMap(({ commands }) => commands.slice(0, 1))
  const total = conversations.reduce((sum, { commands }) => sum + commands.length, 0)
  const alive = new Map(workers.map((worker) => [worker, new Map<string, Command>()]))
  const ids = new Map<string, string>()
  const acknowledged: Array<Acknowledged> = []
  const again = new Map<string, number>()
  const leftBy = new Map<string, ReadonlyArray<Command>>()
  const marks: Array<{ readonly count: number; readonly reached: () => void }> = []

  const idlest = (): readonly [Worker, Map<string, Command>] | undefined =>
    [...alive].filter(([, hands]) => hands.size < most).sort(([, a], [, b]) => a.size - b.size)[0]

  const giveOut = (): void => {
    for (let free = idlest(); free !== undefined && waiting.length > 0; free = idlest()) {
      const command = waiting.shift()
      if (command === undefined) return
      const [worker, hands] = free
      hands.set(command.commandId, command)
      // Whoever was given something last comes last among those with as much to do.
      alive.delete(worker)
      alive.set(worker, hands)
      worker.tell({ command, conversationId: ids.get(command.conversation) ?? null })
    }
  }

  const giveAgain = (commands: ReadonlyArray<Command>, reason: string): void => {
    again.set(reason, (again.get(reason) ?? 0) + commands.length)
    waiting.unshift(...commands)
    giveOut()
  }

  const done = new Promise<void>((resolve, reject) => {
    const hear = (worker: Worker, said: FromWorker): void => {
      if (said.say === 'ready') return
      const hands = alive.get(worker)
      const command = hands?.get(said.commandId)
      if (command === undefined) return
      hands?.delete(said.commandId)
      if (said.say === 'acknowledged') {
        const { conversationId, messageId } = said
        ids.set(command.conversation, conversationId)
        acknowledged.push({ command, conversationId, messageId, worker: worker.name })
        for (const { count, reached } of marks) if (acknowledged.length === count) reached()
        const following = next.get(command.commandId)
        if (following !== undefined) waiting.push(following)
        if (acknowledged.length === total) resolve()
        giveOut()
      } else if (said.retryAfter === null) {
        reject(new Error(`${said.commandId} was refused: ${said.reason}`))
      } else setTimeout(giveAgain, said.retryAfter, [command], said.reason)
    }
    for (const worker of workers) {
      worker.hear((said) => hear(worker, said))
      void worker.ended.then((how) => {
        const left = [...(alive.get(worker)?.values() ?? [])]
        alive.delete(worker)
        leftBy.set(worker.name, left)
        if (acknowledged.length === total) return
        if (how === 'killed' && alive.size > 0) giveAgain(left, 'its worker died')
        else reject(new Error(`${worker.name} ended by itself (${how})`))
      }, reject)
    }
  })
  giveOut()
  return {
    acknowledged,
    again,
    leftBy,
    reached: (count) =>
      new Promise((resolve) => {
        if (acknowledged.length >= count) resolve()
        else marks.push({ count, reached: resolve })
      }),
    done,
  }
}

/** What is said after each command in its conversation. */
const nextOf = (conversations: ReadonlyArray<Conversation>): ReadonlyMap<string, Command> =>
  new Map(
    conversations.flatMap(({ commands }) =>
      commands.slice(1).map((command, at): [string, Command] => [commands[at]?.commandId ?? '', command]),
    ),
  )
