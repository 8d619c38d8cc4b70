import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../support/hosts/ask.ts'
import type { Open } from '../support/hosts/Host.ts'
import { hosts } from '../support/hosts/hosts.ts'
import { openHost } from '../support/hosts/openHost.ts'

describe.each(hosts)('$name', (host) => {
  let open: Open
  beforeAll(async () => {
    open = await openHost(host)
  })
  afterAll(() => open?.close())

  const answered = (text: string, values: ReadonlyArray<unknown>): Promise<unknown> =>
    open.transact(({ transaction }) => ask(transaction, text, values))

  test.each([
    ['quotes and backslashes', String.raw`it's "so" \ \\ \' \" \? E'\n'`],
    ['question marks', String.raw`really? why?? \? \\? ?| ?&`],
    ['placeholders', '$1 $2 $10 :name ::text @name ??'],
    ['what other alphabets have', 'Grüße 👩‍👩‍👧 ﷺ \u0301 \u2028 \u202e'],
    ['blanks and ends of lines', ' a\tb\r\nc '],
    ['nothing', ''],
    ['what looks like a time', '2026-11-21T10:57:56.123Z'],
    ['what looks like base64', 'aGVsbG8='],
    ['what looks like JSON', '{"a":[1,null,{"prisma__type":"date","prisma__value":"x"}]}'],
    ['what looks like null', 'null'],
    ['a lot', 'ä'.repeat(400_000)],
  ])('brings back a text with %s', async (_, said) => {
    expect(await answered('select $1::text as row', [said])).toBe(said)
  })

  test.each([
    ['bigint', Number.MAX_SAFE_INTEGER],
    ['bigint', Number.MIN_SAFE_INTEGER],
    ['bigint', 2 ** 31],
    ['int', 0],
    ['double precision', 0.1],
    ['double precision', -1.5e300],
    ['boolean', true],
    ['boolean', false],
    ['text', null],
    ['bigint', null],
    ['boolean', null],
    ['json', null],
  ])('brings back a %s: %s', async (type, given) => {
    const answer = await answered(`select json_build_array($1::${type})::text as row`, [given])
    expect(answer).toBe(JSON.stringify([given]))
  })

  test('answers JSON as the text that it is', async () => {
    const given = '[["a?",1,null],[{"snake_case":"$1"}]]'
    const statement =
      'select json_agg(each.value)::text as row from json_array_elements($1::json) each where $2::text is null'
    expect(await answered(statement, [given, null])).toBe(given.replaceAll('],[', '], ['))
  })

  test('answers no row as nothing', async () => {
    expect(await answered('select $1::text as row where $1 = $2', ['a', 'b'])).toBeUndefined()
  })

  test('binds by number: out of order, twice, and where another place tells the type', async () => {
    const statement = String.raw`
      select json_build_array($3::text, $1::int, $2::json, $1 + 1, $4::text is null, $3, $10::text, '? ?? $1 :a ::b')::text
        as row
      where $5::int = 5 and $5 is not null and $6 and '{"a": 1}'::jsonb ? 'a' and $7::text || $8 || $9 = '789'`
    const values = [1, '{"a":[]}', "it's ?", null, 5, true, '7', '8', '9', 'ten']
    expect(await answered(statement, values)).toBe(
      `["it's ?", 1, {"a":[]}, 2, true, "it's ?", "ten", "? ?? $1 :a ::b"]`,
    )
  })

  test('runs statements that answer nothing', async () => {
    await open.transact(async ({ transaction }) => {
      const rows = async (text: string, values: ReadonlyArray<unknown> = []) =>
        (await transaction.query(text, values)).rows.length
      expect(await rows('create temporary table said (body text) on commit drop')).toBe(0)
      expect(await rows('insert into said values ($1), ($2)', ['a', 'b'])).toBe(0)
      expect(await rows('update said set body = $1', ['c'])).toBe(0)
      expect(await rows('do $$ begin perform 1; end $$')).toBe(0)
      expect(await ask(transaction, 'select count(*)::text as row from said where body = $1', ['c'])).toBe(
        '2',
      )
      expect(await rows('delete from said where body = $1 returning body as row', ['c'])).toBe(2)
    })
  })
})
