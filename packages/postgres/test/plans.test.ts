import { filtersOf } from '@colloquy/conformance/comparing/filtersOf'
import { sortNames, viewNames } from '@colloquy/core/engine'
import {
  type ActorId,
  type Query,
  type QuestionTag,
  type Sort,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { startPostgres } from '@colloquy/test-support/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Values } from '../src/Connection.ts'
import { countsSql, unansweredAfter, unansweredFirst } from '../src/query/counts.ts'
import { indicatorSql } from '../src/query/indicator.ts'
import { linkedSql } from '../src/query/linked.ts'
import { statement as listStatement } from '../src/query/list.ts'
import { sql as participants } from '../src/query/participants.ts'
import { ofOne, ofSome } from '../src/query/summaries.ts'
import { statement as timelineStatement } from '../src/query/timeline.ts'
import { concerning } from '../src/sql/erasing.ts'
import { ofStream, ofTenant, tenantHead } from '../src/sql/events.ts'
import { postgres } from '../src/Storage.ts'
import { settingsFor } from '../src/transactions.ts'
import { explaining, rowsRead, straying } from './support/explained.ts'
import { filled } from './support/filled.ts'

const schema = 'plans'
// A server of its own, whose statistics come when a test says so: what others do beside on a shared one, and what it
// looks at by itself, makes kept plans anew at any moment.
const version = process.env['COLLOQUY_POSTGRES_VERSION'] === '16' ? 16 : 18
let server: Awaited<ReturnType<typeof startPostgres>>
let database: TestDatabase
let client: pg.Client
let explain: ReturnType<typeof explaining>
beforeAll(async () => {
  server = await startPostgres({ version, settings: { autovacuum: 'off' } })
  database = await newDatabase(server.url)
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const storage = postgres({ connectionString: database.url, schema })
  await storage.migrate()
  await storage.close()
  explain = explaining(client, `"${schema}"`)
})
afterAll(async () => {
  await client.end()
  await server.stop()
})

/** Sets the connection up as the storage does its own. */
const asOurs = async (): Promise<void> => {
  for (const setting of settingsFor({ statement: 600_000, lock: 100 })) await client.query(`set ${setting}`)
}

const base: Viewer = {
  tenant: 'tenant-0' as Viewer['tenant'],
  who: { side: 'staff', id: 'agent-1' as Viewer['who']['id'] },
  side: 'staff',
  queues: [],
  records: [],
  viewAll: false,
  fromCustomers: false,
  customerHistory: false,
  team: false,
  scope: 'mine',
}
const records = [{ type: 'order', id: 'record-7' }]
const cleo: Viewer = {
  ...base,
  who: { side: 'customer', id: 'customer-7' as Viewer['who']['id'] },
  side: 'customer',
}
const viewers: { readonly [name: string]: Viewer } = {
  'who sees all': { ...base, viewAll: true, fromCustomers: true, team: true },
  'who sees what customers write': {
    ...base,
    fromCustomers: true,
    customerHistory: true,
    queues: ['support'],
  },
  'who serves queues': { ...base, customerHistory: true, team: true, queues: ['support', 'sales'], records },
  'whose is what is assigned': { ...base, scope: 'assigned' },
  'a customer': cleo,
  'a customer with records': { ...cleo, records },
}

type ListQuery = Extract<Query, { _tag: 'List' }>
const newest: Sort = { by: 'activity', direction: 'desc' }
const list = (some: Partial<ListQuery> = {}): ListQuery => ({
  _tag: 'List',
  view: 'all',
  filter: {},
  sort: newest,
  after: null,
  limit: 50,
  match: null,
  changedAfter: null,
  ...some,
})
const sorts: ReadonlyArray<Sort> = sortNames.flatMap(
  (by): ReadonlyArray<Sort> => [
    { by, direction: 'asc' },
    { by, direction: 'desc' },
  ],
)
type Some = NonNullable<ListQuery['after']>
const id = 'one' as Some['id']
const cursors: ReadonlyArray<ListQuery['after']> = [
  null,
  { value: 1_700_000_000_000 as Some['value'], id },
  { value: null, id },
]
/** Of each field what differs in a statement; a field without an entry does not compile. */
const filters = filtersOf({
  status: ['open'],
  type: ['customer'],
  assignee: [null, 'agent-1' as ActorId],
  queue: [null, 'support'],
  label: ['label-7'],
  record: [{ type: 'order', id: 'record-7' }],
  customer: ['customer-7' as ActorId],
  channel: ['web'],
  unread: [true, false],
  unanswered: [true, false],
  attributes: [{ colour: 'red', size: 3, sold: true, kept: null }],
})
const none = { text: null, participant: null, phone: null }
const position = 5 as NonNullable<ListQuery['changedAfter']>
const searches: ReadonlyArray<Partial<ListQuery>> = [
  { match: { ...none, text: ['word1', 'word2'] } },
  { match: { ...none, participant: ['cleo'] } },
  { match: { ...none, phone: '1234567' } },
  { match: { text: ['word1'], participant: ['cleo'], phone: '1234567' } },
  { changedAfter: position },
  { match: { ...none, text: ['word1'] }, changedAfter: position },
]

/** `answers`: false where its columns are texts. */
type Asked = { readonly sql: string; readonly values: Values; readonly answers?: boolean }

/** The statements of some lists, each text once. */
const textsOf = (queries: ReadonlyArray<ListQuery>, viewer: Viewer): ReadonlyArray<Asked> => [
  ...new Map(
    queries.flatMap((query) => {
      const found = listStatement(query, viewer)
      return found === null ? [] : [[found.sql, found] as const]
    }),
  ).values(),
]

const timelines = (viewer: Viewer): ReadonlyArray<Asked> =>
  (['end', { before: 3 }, { after: 3 }, { around: 'one' as never }] as const).flatMap((from) =>
    ([null, 'public'] as const).flatMap((only) =>
      [false, true].map((events) =>
        timelineStatement({ _tag: 'Timeline', conversation: id, from, limit: 5, only, events }, viewer),
      ),
    ),
  )

/** The statements of each question that has no more of them than these: one that is forgotten does not compile. */
const ofQuestions: {
  readonly [T in Exclude<QuestionTag, 'List' | 'Timeline'>]: (viewer: Viewer) => ReadonlyArray<string>
} = {
  Conversations: (viewer) => [ofOne(viewer), ofSome(viewer)],
  Indicator: (viewer) => [indicatorSql(viewer)],
  Participants: (viewer) => [participants(viewer)],
  Counts: (viewer) => [countsSql(viewer)],
  Linked: (viewer) => [linkedSql(viewer)],
  UnansweredRecords: (viewer) => [unansweredFirst(viewer), unansweredAfter(viewer)],
  Audit: () => [ofStream],
  Head: () => [tenantHead],
}

const others = (viewer: Viewer): ReadonlyArray<Asked> =>
  [...Object.values(ofQuestions).flatMap((of) => of(viewer)), ofTenant, concerning].map((sql) => ({
    sql,
    answers: sql !== ofTenant && sql !== ofStream,
    values: {
      ...viewerValues(viewer),
      conversation: 'one',
      conversations: '["one"]',
      asked: '[]',
      limit: 50,
      after: 3,
      afterType: 'order',
      afterId: '7',
      subject: 'customer:cleo',
    },
  }))

/** Each sort in each direction, and each kind of cursor. */
const queriesOf = (view: ListQuery['view']): ReadonlyArray<ListQuery> =>
  sorts.map((sort, i) => list({ view, sort, after: cursors[i % cursors.length] ?? null }))

const narrowed: ReadonlyArray<ListQuery> = [...filters.map((filter) => ({ filter })), ...searches].flatMap(
  (some) => [list(some), list({ ...some, view: 'mine' }), list({ ...some, view: 'unread' })],
)

/** Whatever is asked goes by indexes of one tenant, by a plan for whatever values and by one for these alone. */
const goesByIndexes = (): void => {
  const expectWithin = async (all: ReadonlyArray<Asked>): Promise<void> => {
    for (const { sql, values, answers } of all) {
      expect(straying(await explain.explained(sql, undefined, answers)), sql).toEqual([])
      expect(straying(await explain.explained(sql, values, answers)), sql).toEqual([])
    }
  }
  for (const [name, viewer] of Object.entries(viewers)) {
    test(`all lists of one ${name}, however they are sorted`, async () => {
      await expectWithin(textsOf(viewNames.flatMap(queriesOf), viewer))
    })
    test(`filters, searches and changes of one ${name}`, async () => {
      await expectWithin(textsOf(narrowed, viewer))
    })
    test(`everything else that one ${name} asks`, async () => {
      await expectWithin([...timelines(viewer), ...others(viewer)])
    })
  }
}

const sees = viewers['who sees all'] ?? base
const middle = { value: (Date.now() + 500 * 600_000) as Some['value'], id }
/** Lists whose order an index has, and who asks for them. */
const inOrder: ReadonlyArray<readonly [Viewer, Partial<ListQuery>]> = [
  [base, { view: 'mine' }],
  [base, { view: 'all' }],
  [cleo, { view: 'mine' }],
  [sees, { view: 'unread' }],
  [sees, { view: 'all' }],
  [sees, { view: 'assigned' }],
  [sees, { view: 'fromCustomers.open' }],
  [sees, { view: 'picklist', sort: { by: 'arrival', direction: 'asc' } }],
  [
    { ...base, queues: ['support'] },
    { view: 'picklist', sort: { by: 'arrival', direction: 'asc' } },
  ],
  [sees, { view: 'fromCustomers.unanswered', sort: { by: 'waitingSince', direction: 'asc' } }],
  [sees, { view: 'fromCustomers.closed', sort: { by: 'closedAt', direction: 'desc' } }],
]
const pages = inOrder.flatMap(([viewer, some]) =>
  [null, middle].map((after) => ({
    viewer,
    query: list({ limit: 10, sort: newest, ...some, after }),
    of: `${some.view} of ${viewer.who.id}${after === null ? '' : ', from a cursor on'}`,
  })),
)

/** A page costs a page: not what the viewer has, or the tenant. */
const costsAPage = (): void => {
  test.each(pages)('$of', async ({ query, viewer }) => {
    const { sql, values } = listStatement(query, viewer) ?? { sql: '', values: {} }
    expect(await explain.executed(sql, values)).toHaveLength(query.limit)
    expect(rowsRead(await explain.analyzed(sql, values))).toBeLessThan(250)
  })
  test.each([
    ['a customer', cleo],
    ['a customer with records', { ...cleo, records }],
  ])('a record that is named by %s, of however many conversations of others', async (_, viewer) => {
    await client.query(
      `insert into "${schema}".colloquy_link (tenant, conversation, type, record, customer_visible)
       select tenant, conversation, 'order', 'of-others', true from "${schema}".colloquy_conversation
       where tenant = 'tenant-0' and customer <> 'customer-7' on conflict do nothing`,
    )
    const asked = JSON.stringify([{ type: 'order', id: 'of-others' }])
    const [sql, values] = [linkedSql(viewer), { ...viewerValues(viewer), asked }]
    expect(rowsRead(await explain.analyzed(sql, values))).toBeLessThan(250)
  })
}

describe('while the tables are empty, what is asked goes by indexes of one tenant', () => {
  beforeAll(async () => {
    await asOurs()
    await client.query('vacuum analyze')
  })
  goesByIndexes()
})

describe('by plans that were made while the tables were empty, a page costs a page', () => {
  beforeAll(async () => {
    await client.query('set plan_cache_mode = force_generic_plan')
    for (const { query, viewer } of pages) {
      const { sql, values } = listStatement(query, viewer) ?? { sql: '', values: {} }
      await explain.executed(sql, values)
    }
    await filled(client, database.url, schema)
  })
  costsAPage()
})

describe('when the tables are full, what is asked goes by indexes of one tenant', () => {
  beforeAll(async () => {
    await client.query('analyze')
  })
  goesByIndexes()
})

describe.each(['force_generic_plan', 'force_custom_plan'])(
  'by plans of a connection of the host’s (%s), a page costs a page',
  (mode) => {
    beforeAll(async () => {
      await client.query('reset all')
      await client.query(`set plan_cache_mode = ${mode}`)
    })
    costsAPage()
  },
)
