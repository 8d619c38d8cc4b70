import type { Handle } from './openDatabase.ts'

const columns =
  'position, conversation, reader, version, type, schema, at, actor_side, actor, command, meta, facts, personal'

/** Reads pages of events by hand: rows as arrays, their JSON parsed, nothing checked. */
export const openEventsByHand = (database: Handle, page: number) => {
  const statement = (condition: string) =>
    database
      .prepare(`select ${columns} from colloquy_event where tenant = ? and ${condition} limit ${page}`)
      .raw()
  const stream = statement("conversation = ? and reader = '' order by version")
  const log = statement('position > ? order by position')
  return {
    stream: (tenant: string, conversation: string) => stream.all(tenant, conversation).map(eventOf),
    log: (tenant: string, after: number) => log.all(tenant, after).map(eventOf),
  }
}

const eventOf = (row: unknown) => {
  if (!Array.isArray(row)) throw new Error('a row is missing')
  const [
    position,
    conversation,
    reader,
    version,
    type,
    schema,
    at,
    side,
    id,
    command,
    meta,
    facts,
    personal,
  ] = row
  return {
    position: Number(position),
    conversation,
    reader,
    version,
    schema,
    at,
    command,
    actor: { side, id },
    meta: JSON.parse(meta),
    event: { type, ...JSON.parse(facts), personal: personal === null ? null : JSON.parse(personal) },
  }
}
