import type { Migration } from '@colloquy/core'
import { vi } from 'vitest'

/** What of today's code is otherwise tomorrow. */
export type Change = {
  readonly migration: Migration
  /** The names of the columns of conversations, in the order in which they are selected, as they will be. */
  readonly columns?: (names: ReadonlyArray<string>) => ReadonlyArray<string>
}

const same = (names: ReadonlyArray<string>): ReadonlyArray<string> => names

type Column = { field: string; name: string; type: string }

/**
 * The code of tomorrow: all modules once more, beside those of today, as in another process, with migrations that there
 * are not yet and with other columns. `migrations` and `storage` import those of a storage.
 */
export const tomorrow = async <S extends object>(
  migrations: () => Promise<{ readonly migrations: ReadonlyArray<Migration> }>,
  storage: () => Promise<S>,
  changes: ReadonlyArray<Change>,
) => {
  vi.resetModules()
  const { tableColumns, columnOf } = await import('@colloquy/core')
  const list = (await migrations()).migrations
  for (const { migration, columns = same } of changes) {
    Reflect.apply(Array.prototype.push, list, [migration])
    const before = tableColumns.conversation.map(({ name }) => name)
    const after = columns(before)
    // A column that is named otherwise stands in the place of the one that went.
    const [gone] = before.filter((name) => !after.includes(name))
    const columnsThen = after.map((name): Column => {
      const found = tableColumns.conversation.find(
        (column) => column.name === (before.includes(name) ? name : gone),
      )
      if (found === undefined) throw new Error(`no such column: ${name}`)
      return Object.assign(columnOf('conversation', found.field), { name })
    })
    Reflect.apply(Array.prototype.splice, tableColumns.conversation, [0, before.length, ...columnsThen])
  }
  const made = { ...(await import('../../src/index.ts')), ...(await storage()) }
  vi.resetModules()
  return made
}
