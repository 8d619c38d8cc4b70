import { memory } from '@colloquy/core/memory'
import { actor, openConversations, roles } from 'colloquy'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * What the examples in documents and docstrings may use without saying where it comes from: an open chat, two people
 * and a conversation between them, fresh for each example.
 */
export const prelude = async () => {
  const storage = memory()
  const chat = await openConversations({ storage, policies: 'helpdesk' })
  const anna = actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent })
  const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
  const desk = chat.as(anna)
  const shop = chat.as(cleo)
  const { conversationId } = await shop.start({
    type: 'customer',
    subject: 'My order',
    message: 'Where is it?',
  })
  const { messageId = '' } = await desk.post({ conversationId, body: 'On its way' })
  // Examples that name a file write it here, not where the tests run.
  process.chdir(mkdtempSync(join(tmpdir(), 'colloquy-docs-')))
  return { storage, chat, anna, cleo, desk, shop, conversationId, messageId }
}

export type Prelude = Awaited<ReturnType<typeof prelude>>

declare global {
  var storage: Prelude['storage']
  var chat: Prelude['chat']
  var anna: Prelude['anna']
  var cleo: Prelude['cleo']
  var desk: Prelude['desk']
  var shop: Prelude['shop']
  var conversationId: Prelude['conversationId']
  var messageId: Prelude['messageId']
}
