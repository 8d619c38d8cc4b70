// What a user of the published packages might write; pack-check.mjs type-checks it against the tarballs and
// runs it.
import type { StorageUnderTest, storageContract } from '@colloquy/conformance'
import { migrationStatements, postgres } from '@colloquy/postgres'
import { sqlite } from '@colloquy/sqlite'
import type { CustomerSession, Receipt } from 'colloquy'
import { actor, ConversationError, extend, memory, openConversations, presets, roles } from 'colloquy'
import { conversations } from 'colloquy/fp'

// Only inside vitest can the contract be called; its types are for everywhere.
export type Contract = typeof storageContract
export const subject: StorageUnderTest = {
  name: 'memory',
  capabilities: { transaction: null, batch: 'store', durable: false },
  open: () => memory(),
}

const chat = await openConversations({
  storage: sqlite({ filename: 'consumer.db' }),
  policies: extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'reject' } } }),
})
const shop: CustomerSession = chat.as(
  actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer }),
)
const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent }))

const receipt: Receipt = await shop.start({ type: 'customer', subject: 'Order 12', message: 'Where is it?' })
const { conversationId } = receipt
await desk.post({ conversationId, body: 'Only for us', visibility: 'internal' })
await desk.close({ conversationId })

// @ts-expect-error customers have no assignee in their rows
void (await shop.conversation(conversationId)).assignee
const assignee: string | null = (await desk.conversation(conversationId)).assignee

const refused = await shop.try.post({ conversationId, body: 'Hello?' })
const tag = refused.ok ? null : refused.error._tag
const thrown: unknown = await shop.post({ conversationId, body: 'Hello?' }).catch((error: unknown) => error)
const seen = (await shop.timeline(conversationId)).items.length
const unreached: unknown = await openConversations({
  storage: postgres({ connectionString: 'postgres://127.0.0.1:1/nowhere' }),
}).catch((error: unknown) => error)
const printed = migrationStatements({ schema: 'shop' }).includes('create table colloquy_event')
const opened = await conversations({ storage: memory(), policies: 'helpdesk' })()
await chat.close()

const right = assignee === null && tag === 'ConversationClosed' && seen === 1 && opened._tag === 'Right'
const typed = thrown instanceof ConversationError && unreached instanceof ConversationError
if (!right || !typed || !printed) throw new Error('the packed packages do not work')
