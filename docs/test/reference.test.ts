import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { capabilities, eventTypes, sortNames } from '@colloquy/core/engine'
import { presets } from '@colloquy/core'
import { type PostgresOptions, postgres } from '@colloquy/postgres'
import { sqlite } from '@colloquy/sqlite'
import { newDatabase } from '@colloquy/test-support/databases'
import Database from 'better-sqlite3'
import { actor, memory, openConversations, roles } from 'colloquy'
import type { FilterOptions, Retry, SubscribeOptions, Subscription, SubscriptionCounts } from 'colloquy'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { documentFences, root } from './fences.ts'

const page = (name: string): string => readFileSync(join(root, 'docs', 'reference', `${name}.md`), 'utf8')
/** Columns, and tables that are named nowhere. */
const namesIn = (columns: Columns): ReadonlyArray<string> =>
  columns.flatMap(({ table, column }) => (page('tables').includes(table) ? [column] : [table, column]))
const missing = (text: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`${name}(`))

/** Policies that are stored already, and change nothing. */
const later: ReadonlyArray<string> = ['outsideHours', 'excludeActor', 'export']

type Columns = ReadonlyArray<{ readonly table: string; readonly column: string }>

/** Asks a fresh database that has the schema of Postgres. */
const onPostgres = async (sql: string): Promise<ReadonlyArray<unknown>> => {
  const database = await newDatabase(inject('postgresUrl'))
  await (await openConversations({ storage: postgres({ connectionString: database.url }) })).close()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
    await database.drop()
  }
}

type Option = PostgresOptions extends infer O ? (O extends unknown ? keyof O : never) : never
/** The compiler knows when one is missing or too many. */
const postgresOptions: { readonly [O in Option]: true } = {
  connectionString: true,
  connections: true,
  pool: true,
  schema: true,
  prepared: true,
  statementTimeout: true,
  lockTimeout: true,
}

const filters: { readonly [F in keyof FilterOptions]-?: true } = {
  status: true,
  type: true,
  assignee: true,
  queue: true,
  label: true,
  record: true,
  customer: true,
  channel: true,
  unread: true,
  unanswered: true,
  attributes: true,
}

const subscribeOptions: { readonly [O in keyof SubscribeOptions]-?: true } = {
  tenant: true,
  from: true,
  parallel: true,
  retry: true,
  timeout: true,
  lease: true,
}
const retryOptions: { readonly [O in keyof Retry]: true } = {
  first: true,
  most: true,
  for: true,
  parked: true,
}
const subscriptionMembers: { readonly [O in keyof Subscription]: true } = {
  name: true,
  lag: true,
  counts: true,
  parked: true,
  release: true,
  stop: true,
  unref: true,
}
const subscriptionCounts: { readonly [O in keyof SubscriptionCounts]: true } = {
  lag: true,
  retrying: true,
  parked: true,
  failingSince: true,
}

describe('the reference leaves nothing out', () => {
  it('every option of the Postgres storage is on the page of opening', () => {
    expect(missing(page('opening'), Object.keys(postgresOptions))).toEqual([])
  })

  it('every option and every answer of a subscription is on the page of following', () => {
    const names = [subscribeOptions, retryOptions, subscriptionMembers, subscriptionCounts].flatMap((each) =>
      Object.keys(each),
    )
    const text = page('following').replaceAll(/`\{ ([^`]*) \}`/gu, (_, some: string) =>
      some.replaceAll(/\w+/gu, '`$&`'),
    )
    expect(missing(text, names)).toEqual([])
  })

  it('every filter and every sort is on the page of queries', () => {
    const [, lists = ''] = page('queries').split('## Lists')
    expect(missing(lists, [...Object.keys(filters), ...sortNames])).toEqual([])
  })

  it('every event is on the page of events', () => {
    expect(missing(page('events'), eventTypes)).toEqual([])
  })

  it('every refusal and error is on the page of errors', () => {
    const sources = ['conversation/Rejection.ts', 'ports/StoreError.ts']
    const tags = sources.flatMap((source) => {
      const text = readFileSync(join(root, 'packages', 'core', 'src', source), 'utf8')
      return [...text.matchAll(/(?:_tag: |^  \| )'(\w+)'/gm)].map(([, tag = '']) => tag)
    })
    expect(new Set(tags).size).toBeGreaterThan(30)
    expect(missing(page('errors'), tags)).toEqual([])
  })

  it('every capability, preset and policy is on the page of policies', () => {
    const policies = Object.keys(presets.helpdesk.customer)
    expect(missing(page('policies'), [...capabilities, ...Object.keys(presets), ...policies])).toEqual([])
  })

  it('what each preset gives to each role is on the page of policies', () => {
    const named = (some: ReadonlyArray<string>): string =>
      some.length === 0 ? '–' : some.map((one) => `\`${one}\``).join(' ')
    const rows = Object.entries(presets).map(([name, { roles: given }]) => {
      const more = (role: ReadonlyArray<string>, lower: ReadonlyArray<string>): string =>
        named(role.filter((one) => !lower.includes(one)))
      const cells = [
        named(given.customer),
        named(given.agent),
        more(given.supervisor, given.agent),
        more(given.admin, given.supervisor),
      ]
      return `| \`${name}\` | ${cells.join(' | ')} |`
    })
    const text = page('policies')
    expect(rows.filter((row) => !text.includes(row))).toEqual([])
  })

  it('what each preset sets is on the page of policies', () => {
    const shown = (value: unknown): string => {
      if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
      return typeof value === 'object' && value !== null
        ? Object.values(value).map(shown).join(' / ')
        : String(value)
    }
    const sets = Object.values(presets).map(({ customer }) => Object.entries(customer))
    const rows = Object.keys(presets.helpdesk.customer)
      .filter((policy) => !later.includes(policy))
      .map((policy) => {
        const cells = sets.map((set) => shown(set.find(([name]) => name === policy)?.[1]))
        return `| \`${policy}\` | ${cells.join(' | ')} |`
      })
    const text = page('policies')
    expect(rows.filter((row) => !text.includes(row))).toEqual([])
  })

  it('what changes nothing yet is on the page of what is not there', () => {
    const text = page('not-there-yet')
    const policies = text.split('\n').find((line) => line.startsWith('- The policies')) ?? ''
    const named = [...policies.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    expect(named).toEqual(later)
    // Those that nothing but the list of capabilities, the presets and the roles names.
    const sources = globSync('packages/*/src/**/*.ts', { cwd: root, exclude: ['**/policies/**'] })
    const code = sources.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
    const idle = capabilities.filter((name) => !code.includes(`'${name}'`))
    expect(missing(text, idle)).toEqual([])
    expect(idle).toContain('snooze')
  })

  it('the glossary says each word once, in order, and other pages use it', () => {
    const words = [...page('glossary').matchAll(/^\| `?([a-z][\w -]*?)`? \|/gim)]
      .map(([, word = '']) => word)
      .filter((word) => word !== 'word')
    expect(words.length).toBeGreaterThan(50)
    expect(words).toEqual([...new Set(words)].toSorted((a, b) => a.localeCompare(b, 'en')))
    const pages = globSync(['README.md', 'docs/**/*.md'], {
      cwd: root,
      exclude: ['docs/reference/glossary.md', 'docs/examples/**'],
    })
    const text = pages.map((path) => readFileSync(join(root, path), 'utf8').toLowerCase()).join('\n')
    expect(words.filter((word) => !text.includes(word.toLowerCase()))).toEqual([])
  })

  it('every call of a session is on the page of commands or of queries', async () => {
    const chat = await openConversations({ storage: memory(), policies: 'helpdesk' })
    const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent }))
    const calls = Object.keys(desk).filter((name) => !['try', 'watch'].includes(name))
    await chat.close()
    expect(missing(page('commands') + page('queries'), calls)).toEqual([])
  })

  it('every table and column of the schema is on the page of tables', async () => {
    const database = new Database(':memory:')
    await (await openConversations({ storage: sqlite({ database }) })).close()
    const columns = database
      .prepare(
        `select distinct m.name as "table", c.name as "column" from sqlite_schema m, pragma_table_xinfo(m.name) c
         where m.type = 'table' and m.name not like 'colloquy_term%' and m.name like 'colloquy_%'`,
      )
      .all() as Columns
    expect(columns.length).toBeGreaterThan(100)
    expect(missing(page('tables'), namesIn(columns))).toEqual([])
  })

  it('every table and column of the schema on Postgres is on the page of tables', async () => {
    const columns = (await onPostgres(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'colloquy'`,
    )) as Columns
    expect(columns.length).toBeGreaterThan(100)
    expect(missing(page('tables'), namesIn(columns))).toEqual([])
  })

  it.for([
    ['add-a-command', 20],
    ['add-a-query', 15],
    ['add-a-column', 20],
  ] as const)('the page for contributors %s names files that there are', ([name, least]) => {
    const text = readFileSync(join(root, 'docs', 'how-to', `${name}.md`), 'utf8')
    const rooms = [
      '.',
      'packages/core/src',
      'packages/core/src/app/queries',
      'packages/core/src/projections/rows',
      'packages/core/src/projections/seen',
      'packages/core/src/projections/shown',
      'packages/conformance/src/comparing',
      'packages/test-support/src/oracle',
      'packages/colloquy/test/rules',
      'packages/sqlite/src',
      'packages/core/src/conversation',
      'packages/colloquy/src/session',
      'packages/sqlite/src/migrations',
    ]
    const named = [...text.matchAll(/`([\w./-]+(?:\.ts|\.jsonl|\/))`/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(least)
    expect(named.filter((name) => !rooms.some((room) => existsSync(join(root, room, name))))).toEqual([])
  })

  it('the page of what differs between the storages names every file that only one of them has, and none that is gone', () => {
    const text = readFileSync(join(root, 'docs', 'explanation', 'storages.md'), 'utf8')
    const named = [...text.matchAll(/`([\w/]+\.ts|[\w/]+\/)`/g)].map(([, name = '']) => name)
    const files = (name: string): ReadonlyArray<string> =>
      readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
        .map((file) => file.replaceAll('\\', '/'))
        .filter((file) => file.endsWith('.ts') && !file.startsWith('migrations/'))
    const [onSqlite, onPostgres] = [files('sqlite'), files('postgres')]
    const all = new Set([...onSqlite, ...onPostgres])
    const covers = (name: string, file: string): boolean =>
      name.endsWith('/') ? file.startsWith(name) : file === name
    expect(named.filter((name) => ![...all].some((file) => covers(name, file)))).toEqual([])
    const alone = [...all].filter((file) => onSqlite.includes(file) !== onPostgres.includes(file))
    expect(alone.length).toBeGreaterThan(10)
    expect(alone.filter((file) => !named.some((name) => covers(name, file)))).toEqual([])
  })

  const statements = documentFences().filter(({ language }) => language === 'sql')
  it.for(statements.map((fence) => [`${fence.file}:${fence.line}`, fence] as const))(
    'runs as SQL: %s',
    async ([, { code, notes }]) => {
      if (notes.includes('postgres')) return void (await onPostgres(code))
      const database = new Database(':memory:')
      await (await openConversations({ storage: sqlite({ database }) })).close()
      expect(() => database.prepare(code).all()).not.toThrow()
    },
  )
})
