import type { EventRange, Storage } from '@colloquy/core/storage'
import type { Bench } from './Bench.ts'
import { tenant } from './desk.ts'
import { inTurn, medianOf, ratio } from './measure.ts'
import { atLeast, figure } from './table.ts'

const page = 1000

type Events = ReadonlyArray<{ readonly position: number }>

/** Reads pages of 1,000 events by hand: their JSON parsed, nothing checked. */
export type ByHand = {
  readonly stream: (tenant: string, conversation: string) => Events | Promise<Events>
  readonly log: (tenant: string, after: number) => Events | Promise<Events>
}

/** A page of events through the library, decoded and typed. */
const typed = async (storage: Storage, of: EventRange) => {
  const events = await storage.read(of, page)()
  if (events._tag === 'Right') return events.right
  throw new Error(`the events can't be read: ${events.left._tag}`)
}

/** Events a second, of as many pages as fit. */
const perSecond = async (milliseconds: number, read: () => Promise<number>): Promise<number> => {
  const start = performance.now()
  let count = 0
  while (performance.now() - start < milliseconds) count += await read()
  return (count / (performance.now() - start)) * 1000
}

/** Loading streams and following the log: typed and decoded beside rows with their JSON parsed. Closes the storage. */
export const compareReading = async (bench: Bench, storage: Storage, hand: ByHand): Promise<void> => {
  bench.say('reading events')
  const found = await storage.streams(null, 50)()
  if (found._tag === 'Left') throw new Error('the log has no streams')
  const streams = found.right
  let turn = 0
  const next = () => {
    turn += 1
    const stream = streams[turn % streams.length]
    if (stream === undefined) throw new Error('the log has no streams')
    return stream
  }
  const [first] = await typed(storage, { stream: next(), after: 0 })
  if (first === undefined || first.position === null) throw new Error('the log has no events')
  // Each follows the log by itself and begins again at its end.
  let after = first.position
  const follow = async () => {
    const events = await typed(storage, { tenant: first.tenant, after })
    const last = events.at(-1)
    after = (events.length < page ? null : last?.position) ?? first.position ?? after
    return events.length
  }
  let position = 0
  const followByHand = async () => {
    const events = await hand.log(tenant, position)
    position = events.length < page ? 0 : (events.at(-1)?.position ?? 0)
    return events.length
  }
  const rounds = await inTurn(
    [
      {
        name: 'load',
        round: (time) =>
          perSecond(time, async () => (await typed(storage, { stream: next(), after: 0 })).length),
      },
      {
        name: 'load by hand',
        round: (time) => perSecond(time, async () => (await hand.stream(tenant, next().conversation)).length),
      },
      { name: 'follow', round: (time) => perSecond(time, follow) },
      { name: 'follow by hand', round: (time) => perSecond(time, followByHand) },
    ],
    bench,
  )
  const print = (what: string, figures: string) => {
    const rate = (of: string) => `${figure(medianOf(rounds, of))}/s`
    bench.print({
      what: `${what}: typed and decoded ÷ rows with JSON.parse`,
      measured: `${rate(figures)} ÷ ${rate(`${figures} by hand`)}`,
      ratio: ratio(rounds, figures, `${figures} by hand`),
      target: atLeast(0.5, 0.7),
    })
  }
  print('load a stream of 1,000 events', 'load')
  print('follow the log', 'follow')
  await storage.close()
}
