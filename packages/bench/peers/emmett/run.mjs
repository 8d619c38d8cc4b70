// Emmett's event store on SQLite, for the benchmark beside: a child process that appends events for as long as it
// is told and answers how many it appended in a second. Its packages are not the workspace's; the benchmark
// installs them here.
//
// One connection is kept open. The event store's own `appendToStream` opens and closes one for every append: it
// reached a fifth of this, and every so often ended the process by an error that nobody can catch. Appends go one
// after the other, because a connection's transactions can't overlap.
import { appendToStream, createEventStoreSchema, sqliteConnection } from '@event-driven-io/emmett-sqlite'
import { join } from 'node:path'

const folder = process.argv[2]
const streams = 1000
const event = (n) => ({ type: 'MessagePosted', data: { author: 'anna', body: 'x'.repeat(190), n } })
const streamOf = (n) => `conversation-${n % streams}`

// What an inbox, a badge and a timeline need of each message, for two members.
const tables = [
  `CREATE TABLE IF NOT EXISTS conversation (
    id TEXT PRIMARY KEY, messages INTEGER NOT NULL, last_message TEXT NOT NULL, last_at INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS seat (
    conversation TEXT, actor TEXT, head INTEGER NOT NULL, own INTEGER NOT NULL, sort_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, actor))`,
  'CREATE INDEX IF NOT EXISTS seat_by_actor ON seat (actor, sort_at DESC, conversation)',
  `CREATE TABLE IF NOT EXISTS message (
    conversation TEXT, id TEXT, author TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (conversation, id))`,
]

const project = async (messages, { connection }) => {
  const at = Date.now()
  for (const { data, metadata } of messages) {
    const { streamName: conversation, messageId: id } = metadata
    await connection.command(
      `INSERT INTO conversation VALUES (?, 1, ?, ?) ON CONFLICT DO UPDATE
       SET messages = messages + 1, last_message = excluded.last_message, last_at = excluded.last_at`,
      [conversation, id, at],
    )
    await connection.command('INSERT INTO message VALUES (?, ?, ?, ?)', [conversation, id, data.author, at])
    for (const actor of ['anna', 'cleo']) {
      await connection.command(
        `INSERT INTO seat VALUES (?, ?, 1, ?, ?) ON CONFLICT DO UPDATE
         SET head = head + 1, own = own + excluded.own, sort_at = excluded.sort_at`,
        [conversation, actor, actor === data.author ? 1 : 0, at],
      )
    }
  }
}

const open = async (name) => {
  const connection = sqliteConnection({ fileName: join(folder, `${name}.db`) })
  await connection.command('PRAGMA synchronous = FULL')
  await createEventStoreSchema(connection)
  for (const table of tables) await connection.command(table)
  return connection
}

const keptOpen = async (name, options) => {
  const connection = await open(name)
  return (n) => appendToStream(connection, streamOf(n), 'conversation', [event(n)], options)
}

const variants = {
  append: await keptOpen('append', {}),
  projection: await keptOpen('projection', { onBeforeCommit: project }),
}

let n = 0
const appendFor = async (append, milliseconds) => {
  const start = performance.now()
  const before = n
  while (performance.now() - start < milliseconds) {
    n += 1
    await append(n)
  }
  return ((n - before) / (performance.now() - start)) * 1000
}

process.on('message', ({ variant, milliseconds }) => {
  void appendFor(variants[variant], milliseconds).then((rate) => process.send({ rate }))
})
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
