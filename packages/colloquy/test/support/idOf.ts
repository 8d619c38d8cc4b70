import { createHash } from 'node:crypto'

/** The id of a message that a test calls by a name: customers give UUIDs only. */
export const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
