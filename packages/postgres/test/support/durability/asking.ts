import pg from 'pg'

/** Runs something on a connection that knows nothing of the library. */
export const plainly = async <A>(url: string, run: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({ connectionString: url })
  // A server that a test ends says so here.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** The rows of one statement, as arrays. The type is what the statement selects. */
export const rowsOf = async <Row extends ReadonlyArray<unknown>>(
  client: pg.ClientBase,
  text: string,
  values: Array<unknown> = [],
): Promise<ReadonlyArray<Row>> =>
  (await client.query<Array<unknown> & Row>({ text, values, rowMode: 'array' })).rows

/** The same on a connection of its own. */
export const ask = <Row extends ReadonlyArray<unknown>>(
  url: string,
  text: string,
  values: Array<unknown> = [],
): Promise<ReadonlyArray<Row>> => plainly(url, (client) => rowsOf<Row>(client, text, values))
