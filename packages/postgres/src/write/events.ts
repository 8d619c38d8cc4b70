import { encodeEvent, readerKey, type Recorded } from '@colloquy/core'
import { partStep, type Step } from './Step.ts'

/** Appends events to the log. `numbered`: with positions, at once; otherwise they come with the host's commit. */
export const eventSteps = (events: ReadonlyArray<Recorded>, numbered: boolean): ReadonlyArray<Step> => {
  if (events.length === 0) return []
  const rows: Array<object> = []
  const subjects = new Map<string, object>()
  for (const recorded of events) {
    const { conversation, actor } = recorded
    const { type, schema, facts, subject, personal } = encodeEvent(recorded.event)
    if (subject !== null && personal !== null) {
      subjects.set(`${subject}\u0000${conversation}`, { subject, conversation })
    }
    rows.push({
      after: events.length - rows.length - 1,
      conversation,
      reader: recorded.reader === null ? '' : readerKey(recorded.reader),
      version: recorded.version,
      customer_version: recorded.customerVersion,
      type,
      schema,
      at: recorded.at,
      actor_side: actor.side,
      actor: actor.id,
      actor_kind: actor.kind,
      command: recorded.commandId,
      correlation: recorded.correlationId,
      causation: recorded.causationId,
      meta: recorded.meta,
      facts,
      subject,
      personal,
    })
  }
  return [
    ...(subjects.size === 0 ? [] : [partStep('subjects', JSON.stringify([...subjects.values()]))]),
    partStep(numbered ? 'events' : 'unnumbered', JSON.stringify(rows)),
  ]
}
