import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pause, start } from './Child.ts'
import { eventsOfStart, give } from './giving.ts'
import type { Log } from './Log.ts'
import { messagesOf, readLog } from './Log.ts'
import type { Desk } from './opening.ts'
import { open, poster } from './opening.ts'
import { random } from './random.ts'
import type { Given, Said, Told } from './Said.ts'

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

type Try = { readonly command: string; readonly given: Given }
type Acknowledged = Try & { readonly receipt: Told }

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

const acknowledgedOf = (said: ReadonlyArray<Said>): ReadonlyArray<Acknowledged> =>
  said.flatMap((one) => (one.say === 'acknowledged' ? [one] : []))

const inFlightOf = (said: ReadonlyArray<Said>, known: ReadonlyMap<string, unknown>): ReadonlyArray<Try> =>
  said.flatMap((one) => (one.say === 'tries' && !known.has(one.command) ? [one] : []))

/** Whose answer was lost gives the same command again. */
const giveAgain = (desk: Desk, tries: ReadonlyArray<Try>): Promise<ReadonlyArray<Acknowledged>> =>
  Promise.all(
    tries.map(async ({ command, given }) => ({ command, given, receipt: await give(desk, command, given) })),
  )

const isThereOnce = (log: Log, { command, given, receipt }: Acknowledged): void => {
  const events = log.byCommand.get(command)
  assert.ok(events !== undefined, `${command} was acknowledged and is not there`)
  assert.equal(messagesOf(events), 1, `${command} posted once`)
  assert.equal(log.receipts.get(command), 1, `${command} has one receipt`)
  assert.equal(receipt.changed, true)
  for (const { conversation, type, facts } of events) {
    assert.equal(conversation, given.conversationId)
    if (type === 'message-posted') assert.equal(JSON.parse(facts).messageId, receipt.messageId)
  }
}

/** Acknowledged or not: of a command everything is there or nothing. */
const nothingIsHalf = (log: Log): void => {
  for (const [command, events] of log.byCommand) {
    assert.equal(messagesOf(events), 1, `${command} is whole`)
    const isStart = events.some(({ type }) => type === 'conversation-created')
    if (isStart) assert.equal(events.length, eventsOfStart, `${command} is whole`)
    assert.equal(log.receipts.get(command), 1, `${command} has its receipt`)
  }
  for (const command of log.receipts.keys()) assert.ok(log.byCommand.has(command), `${command} is in the log`)
}
