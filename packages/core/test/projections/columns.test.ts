import { describe, expect, test } from 'vitest'
import type { ActorId, ConversationId, MessageId, Version } from '../../src/conversation/Ids.ts'
import type { ColumnType } from '../../src/projections/rows/Column.ts'
import {
  blankBrief,
  blankRow,
  briefColumns,
  briefConversation,
  briefSeat,
  columnOf,
  rowTables,
  tableColumns,
  tableName,
} from '../../src/projections/rows/columns.ts'
import type { Briefs, RowTable, Tables } from '../../src/projections/rows/Tables.ts'
import { rowKeys } from '../../src/projections/rows/Tables.ts'
import { acme, at, conversationRow, messageOf, seatRow } from '../queries/fixtures.ts'

const place = { tenant: acme, conversation: 'c1' as ConversationId }
const anna = { side: 'staff', actor: 'anna' as ActorId } as const

/** A row of each table in which nothing is null. */
const rows: { readonly [T in RowTable]: Tables[T] } = {
  conversation: conversationRow({
    forkedFrom: 'c0' as ConversationId,
    forkedTo: 'c2' as ConversationId,
    runId: 'm1' as MessageId,
    runN: 1,
    runStaffN: 1,
    runAt: at(1),
    reopenedAt: at(2),
    reopenedN: 1,
    closedAt: at(3),
  }),
  seat: seatRow({ nameVersion: 1 as Version }),
  message: messageOf(1, { replyTo: 'm0' as MessageId, publicEditedAt: at(4) }).row,
  own: { ...place, ...anna, n: 1, ownN: 1, ownCustomerN: 1 },
  link: { ...place, type: 'order', record: 'o1', customerVisible: true },
  label: { ...place, label: 'vip' },
  recordFollower: {
    ...place,
    ...anna,
    type: 'order',
    record: 'o1',
    version: 1 as Version,
    following: true,
  },
}

const typeOf = (value: unknown): ColumnType | 'none' => {
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'boolean':
      return 'boolean'
    case 'number':
      // A time does not fit into an integer of four bytes.
      return value < 2 ** 31 ? 'integer' : 'bigint'
    case 'object':
      return value === null ? 'none' : 'json'
    default:
      return 'none'
  }
}

describe.each(rowTables)('the columns of %s', (table) => {
  test('are those of its rows, each of the type of what it holds', () => {
    const described = Object.fromEntries(tableColumns[table].map(({ field, type }) => [field, type]))
    const held = Object.entries(rows[table]).map(([field, value]) => [field, typeOf(value)])
    expect(described).toEqual(Object.fromEntries(held))
  })

  test('begin with the tenant, are found by their fields, and hold the key', () => {
    expect(tableColumns[table].slice(0, 2).map(({ name }) => name)).toEqual(['tenant', 'conversation'])
    for (const column of tableColumns[table]) expect(columnOf(table, column.field)).toBe(column)
    for (const field of rowKeys[table]) expect(columnOf(table, field).field).toBe(field)
    expect(() => columnOf(table, 'nothing')).toThrow(`no such column: ${table}.nothing`)
  })

  test('make a new row each time', () => {
    const blank = blankRow(table)
    expect(Object.keys(blank)).toEqual(tableColumns[table].map(({ field }) => field))
    blank['tenant'] = 'acme'
    expect(blankRow(table)['tenant']).toBeNull()
  })
})

test('names in SQL are written with underscores', () => {
  expect(tableName('recordFollower')).toBe('colloquy_record_follower')
  expect(columnOf('conversation', 'fromCustomerN').name).toBe('from_customer_n')
})

const briefs: { readonly [T in keyof Briefs]: Briefs[T] } = {
  conversation: briefConversation(rows.conversation),
  seat: briefSeat(rows.seat),
}

describe.each(['conversation', 'seat'] as const)('a brief %s', (table) => {
  test('has just the columns that a storage selects, with the values of the row', () => {
    const fields = briefColumns[table].map(({ field }) => field)
    expect(Object.keys(briefs[table]).toSorted()).toEqual(fields.toSorted())
    expect(rows[table]).toMatchObject(briefs[table])
    for (const column of briefColumns[table]) expect(tableColumns[table]).toContain(column)
  })

  test('begins with what is never null, by which a storage knows whether there is one', () => {
    expect(briefColumns[table][0]?.field).toBe('conversation')
  })

  test('is made anew each time', () => {
    const blank = blankBrief(table)
    expect(Object.keys(blank)).toEqual(briefColumns[table].map(({ field }) => field))
    blank['conversation'] = 'c1'
    expect(blankBrief(table)['conversation']).toBeNull()
  })
})
