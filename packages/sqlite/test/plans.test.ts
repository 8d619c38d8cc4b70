import { type Query, type Viewer, viewerValues } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { viewNames } from '@colloquy/core/engine'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { never, viewTest } from '../src/query/conditions.ts'
import { linkedSql } from '../src/query/linked.ts'
import { statements } from '../src/query/list.ts'
import { annaLooks, newFile, right } from './support/desk.ts'

const filename = newFile()
let database: Database.Database
beforeAll(async () => {
  const storage = sqlite({ filename })
  right(await storage.migrate())
  await storage.close()
  database = new Database(filename)
})

type ListQuery = Extract<Query, { _tag: 'List' }>
const list = (view: View, some: Partial<ListQuery> = {}): ListQuery => ({
  _tag: 'List',
  view,
  filter: {},
  sort: { by: 'activity', direction: 'desc' },
  after: null,
  limit: 50,
  match: null,
  changedAfter: null,
  ...some,
})

const agent: Viewer = { ...annaLooks, viewAll: false, fromCustomers: false, customerHistory: true }

const plansOf = (query: ListQuery, viewer: Viewer): ReadonlyArray<string> =>
  (viewTest(query.view, { viewer, follows: true }).includes(never)
    ? []
    : statements(query, { viewer, follows: true })
  ).map(({ sql, values }) => {
    const steps = database.prepare(`explain query plan ${sql}`).all(values)
    return steps.map((step) => String(Object(step).detail)).join('\n')
  })

for (const view of viewNames) {
  test(`${view} reads no table as a whole`, () => {
    for (const viewer of [annaLooks, agent]) {
      for (const plan of plansOf(list(view), viewer)) {
        expect(plan).not.toMatch(/SCAN (c|s|m|e|colloquy_\w+)\b/)
      }
    }
  })
}

test('whether a customer sees a conversation of a record is looked for among what is theirs, never all that it has', () => {
  const customer: Viewer = { ...annaLooks, side: 'customer', who: { ...annaLooks.who, side: 'customer' } }
  const records = [{ type: 'order', id: '7' }]
  for (const viewer of [customer, { ...customer, records }]) {
    const values = { ...viewerValues(viewer), type: 'order', record: '8' }
    const steps = database.prepare(`explain query plan ${linkedSql(viewer)}`).all(values)
    const plan = steps.map((step) => String(Object(step).detail))
    // Those of the last are the access that a grant gives.
    const links = plan.filter((step) => /(?:SCAN|SEARCH) l\b/.test(step))
    expect(links).toHaveLength(viewer.records.length === 0 ? 2 : 4)
    for (const step of links) expect(step).toContain('(tenant=? AND type=? AND record=? AND conversation=?)')
    expect(plan.join('\n')).not.toMatch(/SCAN (c|s|l|gl|colloquy_\w+)\b/)
  }
})

const inOrder: ReadonlyArray<readonly [View, Viewer, Partial<ListQuery>]> = [
  ['mine', { ...agent }, {}],
  ['unread', annaLooks, {}],
  ['all', annaLooks, {}],
  ['assigned', annaLooks, {}],
  ['picklist', agent, { sort: { by: 'arrival', direction: 'asc' } }],
  ['fromCustomers.unanswered', annaLooks, { sort: { by: 'waitingSince', direction: 'asc' } }],
  ['fromCustomers.closed', annaLooks, { sort: { by: 'closedAt', direction: 'desc' } }],
]
for (const [view, viewer, some] of inOrder) {
  test(`${view} comes from its index already in order, from any page on`, () => {
    for (const after of [null, { value: 5 as never, id: 'x' as never }]) {
      const [plan] = plansOf(list(view, { ...some, after }), viewer)
      expect(plan).toMatch(/USING (COVERING )?INDEX/)
      expect(plan).not.toContain('TEMP B-TREE')
    }
  })
}
