import type { Storage } from '@colloquy/core/storage'
import { openConversations } from 'colloquy'

export type Kind = 'sqlite' | 'postgres'

/** What the process that rebuilds reports: how long it took and the most memory it ever held. */
export type Rebuilt = { readonly milliseconds: number; readonly megabytes: number }

/** Each loads its own storage only: the other's code would count as memory. */
const opened = async (kind: string, address: string): Promise<Storage> =>
  kind === 'sqlite'
    ? (await import('@colloquy/sqlite')).sqlite({ filename: address })
    : (await import('@colloquy/postgres')).postgres({ connectionString: address })

const [, , kind = '', address = ''] = process.argv
const chat = await openConversations({ storage: await opened(kind, address), policies: 'helpdesk' })
const start = performance.now()
await chat.rebuild({})
const rebuilt: Rebuilt = {
  milliseconds: performance.now() - start,
  megabytes: process.resourceUsage().maxRSS / 1024,
}
await chat.close()
process.send?.(rebuilt)
process.disconnect?.()
