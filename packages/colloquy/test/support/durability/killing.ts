import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Acknowledged, Try } from './accounting.ts'
import { acknowledgedOf, inFlightOf, isThereOnce, nothingIsHalf } from './accounting.ts'
import { pause, start } from './Child.ts'
import { give } from './giving.ts'
import { readLog } from './Log.ts'
import type { Desk } from './opening.ts'
import { open, poster } from './opening.ts'
import { random } from './random.ts'

export type Killed = {
  readonly seed: number
  readonly kills: number
  readonly acknowledged: number
  /** Under way when the process died: of these, how many had been written. */
  readonly inFlight: number
  readonly inFlightWritten: number
  readonly repeated: number
  readonly events: number
}

/**
 * Kills a writing process again and again, each time at another moment, and looks after each kill at what is there.
 * The first ones die while the file is opened.
 */
export const kill = async (
  folder: string,
  { kills, seed, repeat }: { readonly kills: number; readonly seed: number; readonly repeat: number },
): Promise<Killed> => {
  const file = join(folder, 'killed.db')
  const chance = random(seed)
  const acknowledged = new Map<string, Acknowledged>()
  const figures = { inFlight: 0, inFlightWritten: 0, repeated: 0, events: 0 }

  for (let round = 0; round < kills; round += 1) {
    const child = start('posting', [file, `run${round}`, 48, chance.below(1e9), 0])
    const opening = round < 2
    await child.hears(opening ? 'opening' : 'acknowledged')
    await pause(chance.fraction() * (opening ? 60 : 500))
    child.kill()
    assert.equal(await child.ended, null, 'the process was killed while it worked')
    const now = acknowledgedOf(child.said)
    for (const one of now) acknowledged.set(one.command, one)
    const inFlight = inFlightOf(child.said, acknowledged)

    const chat = await open(file)
    const log = readLog(file)
    for (const one of acknowledged.values()) isThereOnce(log, one)
    nothingIsHalf(log)
    assert.deepEqual((await chat.verify()).differences, [])
    figures.inFlight += inFlight.length
    figures.inFlightWritten += inFlight.filter(({ command }) => log.byCommand.has(command)).length

    const desk = chat.as(poster)
    const again = Array.from({ length: Math.min(repeat, now.length) }, () => chance.oneOf(now))
    for (const { command, given, receipt } of again)
      assert.deepEqual(await give(desk, command, given), receipt)
    for (const one of await giveAgain(desk, inFlight)) acknowledged.set(one.command, one)
    figures.repeated += again.length + inFlight.length
    await chat.close()
    const after = readLog(file)
    for (const one of acknowledged.values()) isThereOnce(after, one)
    figures.events = after.events.length
  }
  return { seed, kills, acknowledged: acknowledged.size, ...figures }
}

/** Whose answer was lost gives the same command again. */
const giveAgain = (desk: Desk, tries: ReadonlyArray<Try>): Promise<ReadonlyArray<Acknowledged>> =>
  Promise.all(
    tries.map(async ({ command, given }) => ({ command, given, receipt: await give(desk, command, given) })),
  )
