import { Unreadable } from '@colloquy/core/storage'
import type { Row } from './Connection.ts'

/**
 * The rows that one of our functions answered, by part. Anything but one list for each part, in order, comes from a
 * function that is not ours, and is refused.
 */
export const answersOf = <P extends string>(
  parts: ReadonlyArray<P>,
  answered: ReadonlyArray<Row> | undefined,
  name: string,
): ((part: P) => ReadonlyArray<Row>) => {
  const found: unknown = answered?.[0]?.[0]
  const wrong = () => new Unreadable(`what the function ${name} answers`)
  if (!Array.isArray(found) || found.length !== parts.length) throw wrong()
  const lists = found.map((list: unknown): ReadonlyArray<Row> => {
    if (list === null) return []
    if (!Array.isArray(list) || !list.every(Array.isArray)) throw wrong()
    return list
  })
  return (part) => lists[parts.indexOf(part)] ?? []
}
