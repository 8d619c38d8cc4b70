import type { Bench } from '../lib/Bench.ts'
import { openEmmett, type Peer } from '../lib/emmett.ts'
import { floor } from '../lib/floor.ts'
import { openHandwritten } from '../lib/handwritten.ts'
import { type Contender, inTurn, medianOf, posting, ratio } from '../lib/measure.ts'
import { openDatabase } from '../lib/openDatabase.ts'
import { openOurs } from '../lib/ours.ts'
import { atLeast, figure, type Target } from '../lib/table.ts'

const conversations = 1000
const crowds = [
  { posters: 1, target: atLeast(0.35, 0.45) },
  { posters: 32, target: atLeast(2.2, 3) },
  { posters: 256, target: atLeast(3, 4.5) },
] as const

const nameOf = (who: string, posters: number) => `${who}, ${posters} ${posters === 1 ? 'poster' : 'posters'}`

/** Hand-written SQL on a database whose tables and conversations the library made. */
const byHand = async (bench: Bench, posters: number) => {
  const folder = bench.folder(`hand-${posters}`)
  const ours = await openOurs(folder)
  const ids = await ours.startMany(conversations)
  await ours.close()
  const database = openDatabase(folder, 'ours.db')
  const post = openHandwritten(database, ids)
  const name = nameOf('hand-written SQL of the same writes', posters)
  const contender: Contender = { name, round: (time) => posting(posters, time, post) }
  return { contender, close: () => database.close() }
}

/** The library with so many posters, each posting in one conversation after the other, or all in the same. */
const byUs = async (bench: Bench, posters: number, hot: boolean) => {
  const ours = await openOurs(bench.folder(`ours-${posters}${hot ? '-hot' : ''}`))
  const ids = await ours.startMany(hot ? 1 : conversations)
  let n = 0
  const contender: Contender = {
    name: hot ? `${nameOf('ours', posters)} in one hot conversation` : nameOf('ours', posters),
    round: (time) => posting(posters, time, () => ours.post(ids[(n += 1) % ids.length] ?? '')),
  }
  return { contender, close: ours.close }
}

const emmettOnSqlite = (folder: string): Peer => ({
  folder: 'emmett',
  installing: 'Emmett on SQLite; its driver is compiled',
  args: [folder],
  // Its transactions on the one connection can't overlap: more posters would only wait.
  variants: ['append', 'projection'].map((variant) => ({ name: `emmett ${variant}`, variant, posters: 1 })),
})

/** Full posts a second beside the floor, hand-written SQL and Emmett, all in turn. */
export const writing = async (bench: Bench): Promise<void> => {
  bench.say('writing')
  const database = openDatabase(bench.folder('floor'))
  const emmett = bench.peers
    ? await openEmmett(emmettOnSqlite(bench.folder('emmett')), bench.say)
    : { unavailable: '--no-peers' }
  const peers: ReadonlyArray<Contender> = 'contenders' in emmett ? emmett.contenders : []
  const hands = await Promise.all(crowds.map(({ posters }) => byHand(bench, posters)))
  const ours = await Promise.all(crowds.map(({ posters }) => byUs(bench, posters, false)))
  const hot = await byUs(bench, 32, true)
  const mine = [...hands, ...ours, hot]
  const rounds = await inTurn([floor(database), ...mine.map(({ contender }) => contender), ...peers], bench)

  const print = (name: string, to: string, target?: Target) =>
    bench.print({
      what: to === 'floor' ? `${name}, ÷ floor` : `${name} ÷ ${to}`,
      measured: `${figure(medianOf(rounds, name))}/s`,
      ratio: ratio(rounds, name, to),
      ...(target === undefined ? {} : { target }),
    })
  bench.print({
    what: 'floor: one prepared INSERT, its own commit',
    measured: `${figure(medianOf(rounds, 'floor'))}/s`,
  })
  for (const { contender } of hands) print(contender.name, 'floor')
  for (const { posters, target } of crowds) print(nameOf('ours', posters), 'floor', target)
  print(hot.contender.name, nameOf('ours', 32), atLeast(1, 1.5))
  for (const { name } of peers) print(name, 'floor')
  if ('unavailable' in emmett) {
    bench.print({ what: 'Emmett on SQLite', measured: 'not available', note: emmett.unavailable })
  } else {
    print(nameOf('ours', 32), 'emmett projection', atLeast(10, 20))
    emmett.close()
  }
  for (const { close } of mine) await close()
  database.close()
}
