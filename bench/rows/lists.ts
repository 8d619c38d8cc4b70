import { actor, roles } from 'colloquy'
import type { Bench } from '../lib/Bench.ts'
import { cloneConversations } from '../lib/cloneConversations.ts'
import { openListsByHand } from '../lib/listsByHand.ts'
import { type Contender, inTurn, medianOf, medianTime, ratio } from '../lib/measure.ts'
import { openDatabase } from '../lib/openDatabase.ts'
import { openOurs, tenant } from '../lib/ours.ts'
import { atMost, figure } from '../lib/table.ts'
import { textFor } from '../lib/text.ts'

const agent = 'agent-7'
const kinds = [
  { kind: 'inbox', what: 'inbox page of 50' },
  { kind: 'badge', what: 'badge (`indicator`, with its latest 4)' },
  { kind: 'last', what: 'last 5 messages' },
] as const

/** A database of so many conversations: 2 members and 3 messages each. */
const opened = async (bench: Bench, size: number) => {
  const folder = bench.folder(`lists-${size}`)
  const first = await openOurs(folder)
  const id = await first.start('cleo')
  const cleo = first.chat.as(actor({ tenant, id: 'cleo', kind: 'customer', can: roles.customer }))
  await cleo.post({ conversationId: id, body: textFor(7) })
  await first.post(id)
  await cleo.post({ conversationId: id, body: textFor(7) })
  await first.close()
  const database = openDatabase(folder, 'ours.db')
  cloneConversations(database, { id, agent: 'anna', customer: 'cleo' }, size)
  const ours = await openOurs(folder)
  const desk = ours.chat.as(actor({ tenant, id: agent, kind: 'staff', can: roles.agent }))
  const hand = openListsByHand(database, tenant, agent)
  const conversation = 'clone-27'
  const contender = (kind: string, by: string, call: () => unknown): Contender => ({
    name: `${kind} ${by} ${size}`,
    round: (milliseconds) => medianTime(milliseconds / 4, call),
  })
  return {
    contenders: [
      contender('inbox', 'ours', () => desk.inbox({ view: 'mine', limit: 50 })),
      contender('inbox', 'hand', hand.inbox),
      contender('badge', 'ours', () => desk.indicator()),
      contender('badge', 'hand', hand.badge),
      contender('last', 'ours', () => desk.timeline(conversation, { limit: 5 })),
      contender('last', 'hand', () => hand.lastFive(conversation)),
    ],
    close: async () => {
      await ours.close()
      database.close()
    },
  }
}

/** Inbox page, badge and last messages beside the best statements by hand, at several sizes. */
export const lists = async (bench: Bench): Promise<void> => {
  const sizes = bench.quick ? [1000, 100_000] : [1000, 100_000, 1_000_000]
  const databases: Array<Awaited<ReturnType<typeof opened>>> = []
  for (const size of sizes) {
    bench.say(`lists of ${figure(size)} conversations`)
    databases.push(await opened(bench, size))
  }
  const rounds = await inTurn(
    databases.flatMap(({ contenders }) => contenders),
    bench,
  )
  const time = (name: string) => `${figure(medianOf(rounds, name), 3)} ms`
  for (const { kind, what } of kinds) {
    for (const size of sizes) {
      const [ours, hand] = [`${kind} ours ${size}`, `${kind} hand ${size}`]
      bench.print({
        what: `${what} at ${figure(size)} conversations, p50 ÷ by hand`,
        measured: `${time(ours)} ÷ ${time(hand)}`,
        ratio: ratio(rounds, ours, hand),
        target: atMost(1.5, 1.2),
      })
    }
  }
  const [small = 0, large = 0] = [sizes[0], sizes.at(-1)]
  bench.print({
    what: `inbox page at ${figure(large)} conversations ÷ at ${figure(small)}`,
    measured: `${time(`inbox ours ${large}`)} ÷ ${time(`inbox ours ${small}`)}`,
    ratio: ratio(rounds, `inbox ours ${large}`, `inbox ours ${small}`),
    target: atMost(2.5, 2),
  })
  for (const { close } of databases) await close()
}
