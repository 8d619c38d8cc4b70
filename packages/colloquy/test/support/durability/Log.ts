import assert from 'node:assert/strict'
import Database from 'better-sqlite3'

/** An event as a plain reader of the documented tables finds it. */
export type Stored = {
  readonly n: number
  readonly tenant: string
  readonly position: number
  readonly conversation: string
  readonly reader: string
  readonly version: number
  readonly type: string
  readonly command: string
  readonly facts: string
}

export type Log = {
  readonly events: ReadonlyArray<Stored>
  readonly byCommand: ReadonlyMap<string, ReadonlyArray<Stored>>
  /** How many receipts there are of a command. */
  readonly receipts: ReadonlyMap<string, number>
}

/** Reads a file with a connection that knows nothing of the library. */
export const plainly = <A>(filename: string, read: (database: Database.Database) => A): A => {
  const database = new Database(filename)
  try {
    return read(database)
  } finally {
    database.close()
  }
}

const eventsOf = (database: Database.Database): ReadonlyArray<Stored> =>
  database
    .prepare<[], Stored>(
      `select n, tenant, position, conversation, reader, version, type, command, facts
       from colloquy_event order by n`,
    )
    .all()

const counted = (database: Database.Database): ReadonlyMap<string, number> =>
  new Map(
    database
      .prepare<[], [string, number]>('select command, count(*) from colloquy_ledger group by command')
      .raw()
      .all(),
  )

/** Reads the log and fails unless positions are contiguous, versions gapless, and the file whole. */
export const readLog = (filename: string): Log =>
  plainly(filename, (database) => {
    const events = eventsOf(database)
    const heads = new Map<string, number>()
    const byCommand = new Map<string, Array<Stored>>()
    const next = (key: string): number => {
      const value = (heads.get(key) ?? 0) + 1
      heads.set(key, value)
      return value
    }
    for (const event of events) {
      const { tenant: whose, conversation, reader, command } = event
      assert.equal(event.position, next(`log ${whose}`), `a position of ${whose}`)
      assert.equal(
        event.version,
        next(`stream ${JSON.stringify([whose, conversation, reader])}`),
        `a version of ${conversation}`,
      )
      const others = byCommand.get(command)
      if (others === undefined) byCommand.set(command, [event])
      else others.push(event)
    }
    const tenants = database
      .prepare<[], [string, number]>('select tenant, head from colloquy_tenant')
      .raw()
      .all()
    for (const [whose, head] of tenants) assert.equal(head, heads.get(`log ${whose}`) ?? 0, 'a head')
    const headers = database
      .prepare<[], [string, string, number]>(
        'select tenant, conversation, version from colloquy_conversation',
      )
      .raw()
      .all()
    for (const [whose, conversation, version] of headers) {
      const stream = `stream ${JSON.stringify([whose, conversation, ''])}`
      assert.equal(version, heads.get(stream), 'a header’s version')
    }
    assert.equal(database.pragma('integrity_check', { simple: true }), 'ok')
    return { events, byCommand, receipts: counted(database) }
  })

export const messagesOf = (events: ReadonlyArray<Stored> | undefined): number =>
  (events ?? []).filter(({ type }) => type === 'message-posted').length
