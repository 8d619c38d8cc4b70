import Database from 'better-sqlite3'
import { sqlite } from '@colloquy/sqlite'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { actor, openConversations, roles } from 'colloquy'
import type { Bench } from '../lib/Bench.ts'
import { atMost, figure } from '../lib/table.ts'

/** How many statements a process runs that has nothing to do but listens in every way there is. */
export const idling = async (bench: Bench): Promise<void> => {
  bench.say('idling')
  let statements = 0
  const database = new Database(join(bench.folder('idle'), 'idle.db'), { verbose: () => (statements += 1) })
  const chat = await openConversations({ storage: sqlite({ database }), policies: 'helpdesk' })
  const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent }))
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
  statements = 0
  const seconds = bench.quick ? 4 : 20
  await setTimeout(seconds * 1000)
  const rate = statements / seconds
  bench.print({
    what: 'an idle process that listens, watches and subscribes: statements a second',
    measured: `${figure(rate, 1)}/s`,
    ratio: rate,
    target: atMost(1, 1),
  })
  await subscription.stop()
  await chat.close()
  await watching
  database.close()
}
