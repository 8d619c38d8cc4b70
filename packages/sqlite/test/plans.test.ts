import type { Query, View, Viewer } from '@colloquy/core'
import { viewNames } from '@colloquy/core'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { never, viewTest } from '../src/query/conditions.ts'
import { statement } from '../src/query/list.ts'
import { sourcesOf } from '../src/query/sources.ts'
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
    : sourcesOf(query, { viewer, follows: true })
  ).map((source) => {
    const { sql, values } = statement(source, query, { viewer, follows: true })
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
