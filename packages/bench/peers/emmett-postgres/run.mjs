// Emmett's event store on PostgreSQL, for the benchmark beside: a child process that appends events for as long as it
// is told and answers how many it appended in a second. Its packages are not the workspace's; the benchmark installs
// them here.
import { projections } from '@event-driven-io/emmett'
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection } from '@event-driven-io/emmett-postgresql'
import { rawSql, sql } from '@event-driven-io/dumbo'

const addresses = { append: process.argv[2], projection: process.argv[3] }
const streams = 1000
const event = (n) => ({ type: 'MessagePosted', data: { author: 'anna', body: 'x'.repeat(190), n } })

// What an inbox, a badge and a timeline need of each message, for five members.
const tables = [
  `CREATE TABLE conversation (
    id text PRIMARY KEY, messages integer NOT NULL, last_message text NOT NULL, last_at bigint NOT NULL)`,
  `CREATE TABLE seat (
    conversation text, actor text, head integer NOT NULL, own integer NOT NULL, sort_at bigint NOT NULL,
    PRIMARY KEY (conversation, actor)) WITH (fillfactor = 70)`,
  'CREATE INDEX seat_by_actor ON seat (actor, (sort_at / 3600000) DESC)',
  `CREATE TABLE message (
    conversation text, id text, author text NOT NULL, at bigint NOT NULL, PRIMARY KEY (conversation, id))`,
]

const project = ({ data, metadata }) => {
  const at = Date.now()
  const { streamName: conversation, messageId: id } = metadata
  return [
    sql(
      `INSERT INTO conversation VALUES (%L, 1, %L, %s) ON CONFLICT (id) DO UPDATE SET
       messages = conversation.messages + 1, last_message = excluded.last_message, last_at = excluded.last_at`,
      conversation,
      id,
      at,
    ),
    sql('INSERT INTO message VALUES (%L, %L, %L, %s)', conversation, id, data.author, at),
    sql(
      `INSERT INTO seat SELECT %L, actor, 1, (actor = %L)::integer, %s
       FROM unnest(ARRAY['anna', 'bea', 'carl', 'cleo', 'dora']) AS actor
       ON CONFLICT (conversation, actor) DO UPDATE SET
       head = seat.head + 1, own = seat.own + excluded.own, sort_at = excluded.sort_at`,
      conversation,
      data.author,
      at,
    ),
  ]
}

const inline = postgreSQLRawSQLProjection({
  name: 'messages',
  canHandle: ['MessagePosted'],
  evolve: project,
  init: () => tables.map((table) => rawSql(table)),
})

const open = async (address, inlined) => {
  const store = getPostgreSQLEventStore(address, { projections: projections.inline(inlined) })
  await store.schema.migrate()
  return store
}

const stores = {
  append: await open(addresses.append, []),
  projection: await open(addresses.projection, [inline]),
}

let n = 0
const appendFor = async (store, posters, milliseconds) => {
  const start = performance.now()
  const before = n
  const poster = async () => {
    while (performance.now() - start < milliseconds) {
      n += 1
      await store.appendToStream(`conversation-${n % streams}`, [event(n)])
    }
  }
  await Promise.all(Array.from({ length: posters }, poster))
  return ((n - before) / (performance.now() - start)) * 1000
}

process.on('message', ({ variant, posters, milliseconds }) => {
  appendFor(stores[variant], posters, milliseconds).then(
    (rate) => process.send({ rate }),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
