// Follows the conversations by a durable subscription and says what it was given. Arguments: connection string, schema.
import { setTimeout as sleep } from 'node:timers/promises'
import { open } from '../Place.ts'
import type { FromSubscriber, ToSubscriber } from '../Said.ts'
import { endWithParent } from './endWithParent.ts'

const [connectionString = '', schema = ''] = process.argv.slice(2)
const chat = await open({ connectionString, schema })

/** Resolves once it is on its way: what the handler is done with has been said. */
const say = (said: FromSubscriber): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send === undefined) return reject(new Error('Nobody listens'))
    process.send(said, undefined, undefined, (error) => (error === null ? resolve() : reject(error)))
  })

const subscription = chat.subscribe('mirror', async ({ type, conversationId, data }) => {
  if (type === 'message-posted') await say({ say: 'delivered', conversationId, messageId: data.messageId })
})

const finish = async (): Promise<void> => {
  while ((await subscription.lag()) > 0) await sleep(50)
  await say({ say: 'finished' })
}

process.on('message', ({ tell }: ToSubscriber) => {
  if (tell === 'finish') void finish()
})
endWithParent(chat)
await say({ say: 'ready' })
