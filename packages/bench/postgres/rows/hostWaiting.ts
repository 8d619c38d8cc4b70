import pg from 'pg'
import { setTimeout } from 'node:timers/promises'
import { inTurn, medianOf } from '../../lib/measure.ts'
import { agent } from '../../lib/desk.ts'
import { atMost, figure } from '../../lib/table.ts'
import { openOurs } from '../lib/ours.ts'
import type { PostgresBench } from '../lib/PostgresBench.ts'

const posters = 8

/** How long others wait at the most while a host, having posted in its transaction, sleeps in it for a second. */
export const hostWaiting = async (bench: PostgresBench): Promise<void> => {
  bench.say('a host that sleeps in its transaction')
  const url = await bench.server.database()
  const ours = await openOurs(url)
  const [held = '', ...others] = await ours.startMany(200)
  const host = new pg.Client(url)
  await host.connect()
  const worst = async () => {
    await host.query('begin')
    const inside = ours.chat.within(host).as(agent)
    await inside.post({ conversationId: held, body: 'Paid', visibility: 'public', confirmPublic: true })
    let sleeping = true
    let longest = 0
    const poster = async (n: number) => {
      for (let turn = n; sleeping; turn += posters) {
        const before = performance.now()
        await ours.post(others[turn % others.length] ?? '')
        longest = Math.max(longest, performance.now() - before)
      }
    }
    const posting = Array.from({ length: posters }, (_, n) => poster(n))
    await setTimeout(1000)
    sleeping = false
    await Promise.all(posting)
    await host.query('commit')
    return longest
  }
  const rounds = await inTurn([{ name: 'worst', round: worst }], bench)
  const wait = medianOf(rounds, 'worst')
  bench.print({
    what: `a host sleeps 1 s in its transaction: the worst wait of ${posters} posters elsewhere, ÷ 50 ms`,
    measured: `${figure(wait, 1)} ms`,
    ratio: wait / 50,
    target: atMost(1, 0.2),
  })
  await host.end()
  await ours.close()
}
