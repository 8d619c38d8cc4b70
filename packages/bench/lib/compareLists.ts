import { actor, roles } from 'colloquy'
import type { Bench } from './Bench.ts'
import { type Desk, tenant } from './desk.ts'
import { type Contender, inTurn, medianOf, medianTime, ratio } from './measure.ts'
import { atMost, figure } from './table.ts'
import { textFor } from './text.ts'

export const listsAgent = 'agent-7'
const kinds = [
  { kind: 'inbox', what: 'inbox page of 50' },
  { kind: 'badge', what: 'badge (`indicator`, with its latest 4)' },
  { kind: 'last', what: 'last 5 messages' },
] as const

/** A conversation whose copies are listed: 2 members and 3 messages. Answers its id. */
export const startTemplate = async (desk: Desk): Promise<string> => {
  const id = await desk.start('cleo')
  const cleo = desk.chat.as(actor({ tenant, id: 'cleo', kind: 'customer', can: roles.customer }))
  await cleo.post({ conversationId: id, body: textFor(7) })
  await desk.post(id)
  await cleo.post({ conversationId: id, body: textFor(7) })
  return id
}

/** The library and the best statements by hand, on one database of so many conversations. */
export type Side = {
  readonly desk: Desk
  readonly hand: {
    readonly inbox: () => unknown
    readonly badge: () => unknown
    readonly lastFive: (conversation: string) => unknown
  }
  readonly close: () => Promise<void>
}

const contendersOf = ({ desk: { chat }, hand }: Side, size: number): ReadonlyArray<Contender> => {
  const desk = chat.as(actor({ tenant, id: listsAgent, kind: 'staff', can: roles.agent }))
  const conversation = 'clone-27'
  const contender = (kind: string, by: string, call: () => unknown): Contender => ({
    name: `${kind} ${by} ${size}`,
    round: (milliseconds) => medianTime(milliseconds / 4, call),
  })
  return [
    contender('inbox', 'ours', () => desk.inbox({ view: 'mine', limit: 50 })),
    contender('inbox', 'hand', hand.inbox),
    contender('badge', 'ours', () => desk.indicator()),
    contender('badge', 'hand', hand.badge),
    contender('last', 'ours', () => desk.timeline(conversation, { limit: 5 })),
    contender('last', 'hand', () => hand.lastFive(conversation)),
  ]
}

/** Inbox page, badge and last messages beside the best statements by hand, at several sizes. */
export const compareLists = async (
  bench: Bench,
  sizes: ReadonlyArray<number>,
  open: (size: number) => Promise<Side>,
): Promise<void> => {
  const sides: Array<Side> = []
  const contenders: Array<Contender> = []
  for (const size of sizes) {
    bench.say(`lists of ${figure(size)} conversations`)
    const side = await open(size)
    sides.push(side)
    contenders.push(...contendersOf(side, size))
  }
  const rounds = await inTurn(contenders, bench)
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
  for (const { close } of sides) await close()
}
