import { memory } from '@colloquy/core/memory'
import { sqlite } from '@colloquy/sqlite'
import type { Storage } from '@colloquy/core/storage'
import { expect, test } from 'vitest'
import { opened } from '../following/opened.ts'
import type { JsonLine } from '../../src/operating/importing/readJsonLines.ts'
import { isThere, star } from './star.ts'

const some = async function* (most: number): AsyncGenerator<JsonLine> {
  let count = 0
  for await (const line of star()) {
    if (count === most) return
    count += 1
    yield line
  }
}

const storages: ReadonlyArray<readonly [string, () => Storage]> = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite({ filename: ':memory:' })],
]

test.runIf(isThere).each(storages)(
  'real conversations come in, and again add nothing (%s)',
  async (_, make) => {
    const storage = make()
    await storage.migrate()
    const chat = opened(storage)
    const first = await chat.import(some(120), { tenant: 'acme' })
    expect(first).toMatchObject({ conversations: 120, unchanged: 0, failed: [] })
    expect(first.public + first.internal).toBe(first.messages)
    const again = await chat.import(some(120), { tenant: 'acme' })
    expect(again).toMatchObject({ conversations: 120, messages: first.messages, added: 0, failed: [] })
    const verified = await chat.verify()
    expect(verified).toMatchObject({ conversations: 120, differences: [] })
    await chat.close()
  },
  60_000,
)
