import assert from 'node:assert/strict'
import type { Log } from './examine.ts'
import { messagesOf } from './examine.ts'
import { eventsOfStart } from './giving.ts'
import type { Given, Said, Told } from './Said.ts'

export type Try = { readonly command: string; readonly given: Given }
export type Acknowledged = Try & { readonly receipt: Told }

export const acknowledgedOf = (said: ReadonlyArray<Said>): ReadonlyArray<Acknowledged> =>
  said.flatMap((one) => (one.say === 'acknowledged' ? [one] : []))

export const inFlightOf = (
  said: ReadonlyArray<Said>,
  known: ReadonlyMap<string, unknown>,
): ReadonlyArray<Try> => said.flatMap((one) => (one.say === 'tries' && !known.has(one.command) ? [one] : []))

/** A post or a start that was acknowledged is there, whole, once. */
export const isThereOnce = (log: Log, { command, given, receipt }: Acknowledged): void => {
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
export const nothingIsHalf = (log: Log): void => {
  for (const [command, events] of log.byCommand) {
    assert.equal(messagesOf(events), 1, `${command} is whole`)
    const isStart = events.some(({ type }) => type === 'conversation-created')
    if (isStart) assert.equal(events.length, eventsOfStart, `${command} is whole`)
    assert.equal(log.receipts.get(command), 1, `${command} has its receipt`)
  }
  for (const command of log.receipts.keys()) assert.ok(log.byCommand.has(command), `${command} is in the log`)
}

/** The same of a command of any kind. */
export const cameTo = (log: Log, said: Extract<Said, { readonly say: 'acknowledged' }>): void => {
  const { command, given, receipt } = said
  const events = log.byCommand.get(command) ?? []
  assert.equal(log.receipts.get(command), 1, `${command} has one receipt`)
  if (receipt.changed) assert.ok(events.length > 0, `${command} was acknowledged and is not there`)
  else assert.equal(events.length, 0, `${command} changed nothing`)
  assert.equal(messagesOf(events), given.name === 'post' ? 1 : 0)
  for (const { conversation } of events) assert.equal(conversation, receipt.conversationId)
}
