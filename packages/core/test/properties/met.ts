import * as E from 'fp-ts/lib/Either.js'
import { historyOf } from '@colloquy/test-support/oracle/random/historyOf'
import { weighedCommands } from '@colloquy/test-support/oracle/random/weighedCommands'
import { handle, isSettled } from '../../src/app/handle.ts'
import { readerKey, whoIs } from '../../src/conversation/Actor.ts'
import type { Command, CommandTag } from '../../src/conversation/Command.ts'
import { memory } from '../../src/memory/memory.ts'

/** What random histories come across. */
export type Met = {
  /** How often each refusal was answered, and each type of event written. */
  readonly single: Map<string, number>
  /** How often one command was followed by another on the same conversation, both accepted with a change. */
  readonly pairs: Map<string, number>
  /** How often a command came with the id of an earlier one: its own retry, or somebody else's. */
  readonly ids: Map<'again' | 'of another actor', number>
}

export const commandTags: ReadonlyArray<CommandTag> = [...new Set(weighedCommands)]

export const pairOf = (first: CommandTag, second: CommandTag): string => `${first}, ${second}`

const add = <K>(counts: Map<K, number>, what: K): void => void counts.set(what, (counts.get(what) ?? 0) + 1)

/** As many commands back as a pair may lie apart: what a reader of a failing history still sees together. */
const apart = 6

/** Runs histories of fixed seeds and counts. */
export const meet = async (histories: number, length: number): Promise<Met> => {
  const met: Met = { single: new Map(), pairs: new Map(), ids: new Map() }
  for (let n = 0; n < histories; n++) {
    const steps = Array.from({ length }, (_, at) => n * 7919 + at * 104_729)
    await run(historyOf(n, steps).commands, met)
  }
  return met
}

const run = async (commands: ReadonlyArray<Command>, met: Met): Promise<void> => {
  const store = memory()
  const before = new Map<string, Array<CommandTag>>()
  const issued = new Map<string, string>()
  for (const command of commands) {
    const { commandId, actor } = command.context
    const who = readerKey(whoIs(actor))
    const earlier = issued.get(commandId)
    if (earlier !== undefined) add(met.ids, earlier === who ? 'again' : 'of another actor')
    issued.set(commandId, who)
    const batch = handle([command])
    const committed = await store.commit(batch.needs, batch.settle)()
    const [outcome] = E.isRight(committed) ? batch.outcomes(committed.right) : []
    if (outcome === undefined || !isSettled(outcome)) throw new Error('a single command was not settled')
    if (E.isLeft(outcome)) {
      add(met.single, outcome.left._tag)
      continue
    }
    for (const { event } of outcome.right.events) add(met.single, event.type)
    if (!outcome.right.changed) continue
    const place = before.get(command.conversationId) ?? []
    for (const first of new Set(place.slice(-apart))) add(met.pairs, pairOf(first, command._tag))
    before.set(command.conversationId, [...place, command._tag])
  }
}
