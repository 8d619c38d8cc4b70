import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { promises } from '../src/promises.ts'

const folder = new URL('../src/subjects/', import.meta.url)
const ports = new URL('../../core/src/ports/', import.meta.url)
const port = ['Storage.ts', 'Checkpoints.ts']
  .map((name) => readFileSync(new URL(name, ports), 'utf8'))
  .join('\n')
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

test('every sentence of the ports is promised, and no other', () => {
  const comments = Array.from(port.matchAll(/\/\*\*([\s\S]*?)\*\//gu), ([, body]) => body ?? '')
  expect(promises.map(({ sentence }) => sentence)).toEqual(comments.flatMap(sentencesOf))
})

test('every promise has tests, and each of them is there', () => {
  for (const { sentence, tests } of promises) {
    expect(tests.length, sentence).toBeGreaterThan(0)
    for (const title of tests) expect(subjects.includes(title), `${sentence} → ${title}`).toBe(true)
  }
})
