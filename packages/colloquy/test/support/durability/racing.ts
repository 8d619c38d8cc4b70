import assert from 'node:assert/strict'
import { join } from 'node:path'
import { start } from './Child.ts'
import { give, hot } from './giving.ts'
import type { Log, Stored } from './Log.ts'
import { messagesOf, readLog } from './Log.ts'
import { open, poster } from './opening.ts'
import { random } from './random.ts'
import type { Said } from './Said.ts'

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

/** What the rules may refuse in such a crowd; anything of the storage's is a failure. */
const expected = new Set([
  'ConversationClosed',
  'ConversationLocked',
  'MustBeClosed',
  'AlreadyAssigned',
  'NotFound',
  'Forbidden',
])

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
    if (one.say === 'acknowledged') isThereOnce(log, one)
    if (one.say === 'refused') {
      assert.ok(expected.has(one.reason), `refused for ${one.reason}`)
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

const isThereOnce = (log: Log, said: Extract<Said, { readonly say: 'acknowledged' }>): void => {
  const { command, given, receipt } = said
  const events = log.byCommand.get(command) ?? []
  assert.equal(log.receipts.get(command), 1, `${command} has one receipt`)
  if (receipt.changed) assert.ok(events.length > 0, `${command} was acknowledged and is not there`)
  else assert.equal(events.length, 0, `${command} changed nothing`)
  assert.equal(messagesOf(events), given.name === 'post' ? 1 : 0)
  for (const { conversation } of events) assert.equal(conversation, receipt.conversationId)
}

/** Walks the log in its order: no message comes between a conversation's locking and its unlocking. */
const gainNothingWhileLocked = (events: ReadonlyArray<Stored>): number => {
  const locked = new Set<string>()
  let locks = 0
  for (const { type, conversation } of events) {
    if (type === 'conversation-locked') {
      locked.add(conversation)
      locks += 1
    }
    if (type === 'conversation-unlocked') locked.delete(conversation)
    if (type === 'message-posted')
      assert.ok(!locked.has(conversation), 'a locked conversation gained a message')
  }
  return locks
}
