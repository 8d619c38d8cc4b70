import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const tests = new URL('.', import.meta.url)
const page = readFileSync(new URL('../../../../docs/reference/rules.md', import.meta.url), 'utf8')
const sources = new Map(
  readdirSync(tests)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(new URL(name, tests), 'utf8')]),
)

/** The page's rows: a rule, and what it links to. */
const rows = page.split('\n').flatMap((line) => {
  const [, rule, cell] = /^\| ([ODVH]\d+) \| (.*) \|$/.exec(line) ?? []
  return rule === undefined || cell === undefined ? [] : [{ rule, cell }]
})
const linksIn = (cell: string) =>
  [...cell.matchAll(/\[([^\]]+)\]\([^)]*\/([^/)]+)\)/g)].map(([, title = '', file = '']) => ({ title, file }))

describe('docs/reference/rules.md', () => {
  it('has a row for each rule of the four products', () => {
    const numbered = (product: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${product}${at + 1}`)
    const all = [...numbered('O', 30), ...numbered('D', 27), ...numbered('V', 30), ...numbered('H', 24)]
    expect(rows.map(({ rule }) => rule)).toEqual(all)
  })

  it('links each rule to tests that are there', () => {
    for (const { rule, cell } of rows) {
      for (const { title, file } of linksIn(cell)) {
        expect(sources.get(file), `${rule} in ${file}`).toContain(`'${rule} ${title}'`)
      }
    }
  })

  it('leaves out no test of a rule', () => {
    const linked = new Set(
      rows.flatMap(({ rule, cell }) => linksIn(cell).map(({ title }) => `${rule} ${title}`)),
    )
    const written = [...sources.values()].flatMap((source) =>
      [...source.matchAll(/it\('([ODVH]\d+ [^\n]*?)', async/g)].map(([, title = '']) => title),
    )
    expect(written.filter((title) => !linked.has(title))).toEqual([])
  })
})
