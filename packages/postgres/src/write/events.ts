import { encodeEvent, readerKey, type Recorded } from '@colloquy/core/storage'

/** The rows of events, and the entries of the index by person. */
export type EventRows = { readonly rows: string | null; readonly subjects: string | null }

export const eventRows = (events: ReadonlyArray<Recorded>): EventRows => {
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
  return { rows: listed(rows), subjects: listed([...subjects.values()]) }
}

const listed = (rows: ReadonlyArray<object>): string | null =>
  rows.length === 0 ? null : JSON.stringify(rows)
