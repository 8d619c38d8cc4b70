import assert from 'node:assert/strict'
import { join } from 'node:path'
import { cameTo } from './accounting.ts'
import { start } from './Child.ts'
import { mayBeRefused } from './crowd.ts'
import { gainNothingWhileLocked } from './examine.ts'
import { give, hot } from './giving.ts'
import { readLog } from './Log.ts'
import { open, poster } from './opening.ts'
import { random } from './random.ts'

export type Raced = {
  readonly seed: number
  readonly processes: number
  readonly acknowledged: number
  readonly refused: { readonly [reason: string]: number }
  readonly events: number
  /** How often a process found the file locked by another, and tried again. */
  readonly busy: number
  /** How often a conversation was locked, and how many posts were refused for it. */
  readonly locks: number
  readonly seconds: number
}

/** Four processes give commands of all kinds on the same twenty conversations of one file. */
export const race = async (
  folder: string,
  {
    processes,
    commands,
    seed,
  }: { readonly processes: number; readonly commands: number; readonly seed: number },
): Promise<Raced> => {
  const file = join(folder, 'raced.db')
  const chance = random(seed)
  const chat = await open(file)
  const desk = chat.as(poster)
  for (const conversationId of hot) {
    await give(desk, `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
  }
  const began = performance.now()
  const each = Math.ceil(commands / processes)
  const children = Array.from({ length: processes }, (_, number) =>
    start('mixing', [file, number, each, chance.below(1e9)]),
  )
  const codes = await Promise.all(children.map(({ ended }) => ended))
  const seconds = (performance.now() - began) / 1000
  assert.deepEqual(
    codes,
    codes.map(() => 0),
  )
  const said = children.flatMap((child) => child.said)

  const log = readLog(file)
  const refused: Record<string, number> = {}
  for (const one of said) {
    if (one.say === 'acknowledged') cameTo(log, one)
    if (one.say === 'refused') {
      assert.ok(mayBeRefused.has(one.reason), `refused for ${one.reason}`)
      assert.equal(log.byCommand.get(one.command), undefined, `${one.command} was refused and is there`)
      refused[one.reason] = (refused[one.reason] ?? 0) + 1
    }
  }
  const known = new Set(said.flatMap((one) => (one.say === 'acknowledged' ? [one.command] : [])))
  for (const command of log.byCommand.keys()) assert.ok(known.has(command) || command.startsWith('begin-'))
  assert.equal(said.filter(({ say }) => say === 'acknowledged' || say === 'refused').length, each * processes)
  const locks = gainNothingWhileLocked(log.events)
  assert.deepEqual((await chat.verify()).differences, [])
  await chat.close()
  const busy = said.reduce((sum, one) => sum + (one.say === 'done' ? (one.figures['busy'] ?? 0) : 0), 0)
  return {
    seed,
    processes,
    acknowledged: known.size,
    refused,
    events: log.events.length,
    busy,
    locks,
    seconds,
  }
}
