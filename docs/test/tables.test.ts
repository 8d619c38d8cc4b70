import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ColumnType, rowTables, tableColumns } from '@colloquy/core/storage'
import { expect, it } from 'vitest'
import { root } from './fences.ts'

const path = join(root, 'docs/reference/tables.md')

const held: { readonly [T in ColumnType]: string } = {
  text: 'text',
  integer: 'number',
  bigint: 'time',
  boolean: 'boolean',
  json: 'JSON',
}

/** The columns of each table as core describes them, in the place of what the page says under the mark of the table. */
const described = (page: string): string =>
  rowTables.reduce((text, table) => {
    const lines = tableColumns[table].slice(2).map(({ name, type, nullable, meaning }) => {
      const holds = `${held[type]}${nullable ? ' or null' : ''}`
      return `| \`${name}\` | ${holds} | ${meaning} |\n`
    })
    const mark = `<!-- columns of ${table} -->\n`
    const [before, after, ...more] = text.split(mark)
    expect([table, after === undefined, more]).toEqual([table, false, []])
    const columns = `\n| column | holds | what |\n|---|---|---|\n${lines.join('')}`
    return `${before}${mark}${columns}${after?.replace(/^\n(\|.*\n)*/, '')}`
  }, page)

it('the page of tables says of each column what core says of it (UPDATE_TABLES=1 writes it)', () => {
  const page = readFileSync(path, 'utf8')
  if (process.env['UPDATE_TABLES'] === '1') writeFileSync(path, described(page))
  expect(readFileSync(path, 'utf8')).toBe(described(page))
})
