import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { promises } from '../src/promises.ts'

const folder = new URL('../src/subjects/', import.meta.url)
const port = new URL('../../core/src/ports/Storage.ts', import.meta.url)
const subjects = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

const sentencesOf = (comment: string): ReadonlyArray<string> =>
  comment
    .split('\n')
    .map((line) => line.trim().replace(/^\*\s?/u, ''))
    .join(' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .split(/(?<=\.)\s+(?=[A-Z`])/u)

test('every sentence of the port is promised, and no other', () => {
  const comments = Array.from(
    readFileSync(port, 'utf8').matchAll(/\/\*\*([\s\S]*?)\*\//gu),
    ([, body]) => body ?? '',
  )
  expect(promises.map(({ sentence }) => sentence)).toEqual(comments.flatMap(sentencesOf))
})

test('every promise has tests, and each of them is there', () => {
  for (const { sentence, tests } of promises) {
    expect(tests.length, sentence).toBeGreaterThan(0)
    for (const title of tests) expect(subjects.includes(title), `${sentence} → ${title}`).toBe(true)
  }
})
