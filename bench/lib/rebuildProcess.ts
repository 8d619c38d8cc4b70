import { sqlite } from '@colloquy/sqlite'
import { openConversations } from 'colloquy'

/** What the process that rebuilds reports: how long it took and the most memory it ever held. */
export type Rebuilt = { readonly milliseconds: number; readonly megabytes: number }

const filename = process.argv[2] ?? ''
const chat = await openConversations({ storage: sqlite({ filename }), policies: 'helpdesk' })
const start = performance.now()
await chat.rebuild({})
const rebuilt: Rebuilt = {
  milliseconds: performance.now() - start,
  megabytes: process.resourceUsage().maxRSS / 1024,
}
await chat.close()
process.send?.(rebuilt)
process.disconnect?.()
