import { openEmmett, type Peer } from '../../lib/emmett.ts'
import { type Contender, inTurn, medianOf, posting, ratio } from '../../lib/measure.ts'
import { atLeast, figure, type Target } from '../../lib/table.ts'
import { openFloor } from '../lib/floor.ts'
import { openHandwritten } from '../lib/handwritten.ts'
import { openOurs } from '../lib/ours.ts'
import type { PostgresBench } from '../lib/PostgresBench.ts'
import { openProcesses } from '../lib/processes.ts'

const conversations = 1000
const crowds = [
  { posters: 1, target: atLeast(0.4, 0.5) },
  { posters: 32, target: atLeast(1.8, 2.5) },
  { posters: 256, target: atLeast(3, 4.5) },
] as const
const crews = [
  { processes: 2, target: atLeast(1.5, 1.8) },
  { processes: 4, target: atLeast(1.4, 1.6) },
] as const

type Entrant = { readonly contender: Contender; readonly close: () => Promise<unknown> }

const nameOf = (who: string, posters: number) => `${who}, ${posters} ${posters === 1 ? 'poster' : 'posters'}`

/** Hand-written SQL on a database whose tables and conversations the library made. */
const byHand = async (url: string, ids: ReadonlyArray<string>, posters: number): Promise<Entrant> => {
  const { post, close } = await openHandwritten(url, ids)
  const name = nameOf('hand-written SQL of the same writes', posters)
  return { contender: { name, round: (time) => posting(posters, time, post) }, close }
}

/** The library with so many posters, each posting in one conversation after the other. */
const byUs = async (url: string, ids: ReadonlyArray<string>, posters: number): Promise<Entrant> => {
  const ours = await openOurs(url)
  const hot = ids.length === 1 ? ' in one hot conversation' : ''
  let n = 0
  const contender: Contender = {
    name: `${nameOf('ours', posters)}${hot}`,
    round: (time) => posting(posters, time, () => ours.post(ids[(n += 1) % ids.length] ?? '')),
  }
  return { contender, close: ours.close }
}

const emmett = async ({ server }: PostgresBench): Promise<Peer> => ({
  folder: 'emmett-postgres',
  installing: 'Emmett on PostgreSQL',
  args: [await server.database(), await server.database()],
  variants: ['append', 'projection'].map((variant) => ({
    name: nameOf(`emmett ${variant}`, 32),
    variant,
    posters: 32,
  })),
})

/** Full posts a second beside the floor, hand-written SQL and Emmett, all in turn. */
export const writing = async (bench: PostgresBench): Promise<void> => {
  bench.say('writing')
  const { server } = bench
  const template = await server.database()
  const first = await openOurs(template)
  const ids = await first.startMany(conversations)
  await first.close()
  const copy = () => server.database(template)

  const floor = await openFloor(await server.database())
  const entrants: Array<Entrant> = []
  for (const { posters } of crowds) entrants.push(await byHand(await copy(), ids, posters))
  for (const { posters } of crowds) entrants.push(await byUs(await copy(), ids, posters))
  const hot = await byUs(await copy(), ids.slice(0, 1), 32)
  const crewName = (count: number) => `${count} processes, 32 posters each, one tenant`
  for (const { processes } of crews)
    entrants.push(await openProcesses(crewName(processes), processes, 32, await copy(), ids))
  const opened = bench.peers
    ? await openEmmett(await emmett(bench), bench.say)
    : { unavailable: '--no-peers' }
  const peers: ReadonlyArray<Contender> = 'contenders' in opened ? opened.contenders : []
  const all = [floor, ...entrants, hot]
  const rounds = await inTurn([...all.map(({ contender }) => contender), ...peers], bench)

  const print = (name: string, to: string, target?: Target) =>
    bench.print({
      what: to === 'floor' ? `${name}, ÷ floor` : `${name} ÷ ${to}`,
      measured: `${figure(medianOf(rounds, name))}/s`,
      ratio: ratio(rounds, name, to),
      ...(target === undefined ? {} : { target }),
    })
  bench.print({
    what: 'floor: one prepared INSERT, its own commit, one connection',
    measured: `${figure(medianOf(rounds, 'floor'))}/s`,
  })
  for (const { contender } of entrants.slice(0, crowds.length)) print(contender.name, 'floor')
  for (const { posters, target } of crowds) print(nameOf('ours', posters), 'floor', target)
  const one = nameOf('ours', 32)
  for (const { processes, target } of crews) print(crewName(processes), one, target)
  print(hot.contender.name, one, atLeast(1, 1.5))
  for (const { name } of peers) print(name, 'floor')
  if ('unavailable' in opened) {
    bench.print({ what: 'Emmett on PostgreSQL', measured: 'not available', note: opened.unavailable })
  } else {
    print(one, nameOf('emmett projection', 32), atLeast(3, 5))
    opened.close()
  }
  for (const { close } of all) await close()
}
