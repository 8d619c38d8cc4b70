import type { Storage } from '@colloquy/core/storage'
import { setTimeout } from 'node:timers/promises'
import { openConversations } from 'colloquy'
import type { Bench } from './Bench.ts'
import { agent } from './desk.ts'
import { atMost, figure } from './table.ts'

/** How many statements a process runs that has nothing to do but listens in every way there is. */
export const countIdling = async (
  bench: Bench,
  storage: Storage,
  statements: () => number,
): Promise<void> => {
  bench.say('idling')
  const chat = await openConversations({ storage, policies: 'helpdesk' })
  const desk = chat.as(agent)
  const { conversationId } = await desk.start({ type: 'customer', subject: 'A question', customer: 'cleo' })
  const heard: Array<string> = []
  chat.on('message-posted', () => heard.push('on'))
  const watching = (async () => {
    for await (const _ of desk.watch({ conversationId })) heard.push('watch')
  })()
  const subscription = chat.subscribe('bench', async () => {
    heard.push('subscribe')
  })
  await setTimeout(2000)
  const before = statements()
  const seconds = bench.quick ? 4 : 20
  await setTimeout(seconds * 1000)
  const rate = (statements() - before) / seconds
  bench.print({
    what: 'an idle process that listens, watches and subscribes: statements a second',
    measured: `${figure(rate, 1)}/s`,
    ratio: rate,
    target: atMost(1, 1),
  })
  await subscription.stop()
  await chat.close()
  await watching
}
