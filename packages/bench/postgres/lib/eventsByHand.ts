import pg from 'pg'

const columns =
  'position, conversation, reader, version, type, schema, at, actor_side, actor, command, meta, facts, personal'

type Row = readonly [
  position: string,
  conversation: string,
  reader: string,
  version: number,
  type: string,
  schema: number,
  at: string,
  side: string,
  actor: string,
  command: string,
  meta: object,
  facts: object,
  personal: object | null,
]

/** Reads pages of events by hand: rows as arrays, their JSON parsed (which the driver does), nothing checked. */
export const openEventsByHand = async (url: string, page: number) => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=colloquy' })
  await client.connect()
  const asking = (name: string, condition: string) => async (values: Array<unknown>) => {
    const { rows } = await client.query<Array<unknown>>({
      name,
      text: `select ${columns} from colloquy_event where tenant = $1 and ${condition} limit ${page}`,
      values,
      rowMode: 'array',
    })
    return rows.map((row) => eventOf(row as unknown as Row))
  }
  const stream = asking('stream', "conversation = $2 and reader = '' order by version")
  const log = asking('log', 'position > 0 and position > $2 order by position')
  return {
    stream: (tenant: string, conversation: string) => stream([tenant, conversation]),
    log: (tenant: string, after: number) => log([tenant, after]),
    close: () => client.end(),
  }
}

const eventOf = ([
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
]: Row) => ({
  position: Number(position),
  conversation,
  reader,
  version,
  schema,
  at: Number(at),
  command,
  actor: { side, id },
  meta,
  event: { type, ...facts, personal },
})
