import type { Bench } from '../lib/Bench.ts'
import { openEmmett } from '../lib/emmett.ts'
import { floor } from '../lib/floor.ts'
import { type Contender, inTurn, medianOf, ratio } from '../lib/measure.ts'
import { openDatabase } from '../lib/openDatabase.ts'
import { figure } from '../lib/table.ts'

const perSecond = (rate: number) => `${figure(rate)}/s`

export const writing = async (bench: Bench): Promise<void> => {
  const database = openDatabase(bench.folder('floor'))
  const emmett = bench.peers
    ? await openEmmett(bench.folder('emmett'), bench.say)
    : { unavailable: '--no-peers' }
  const peers: ReadonlyArray<Contender> = 'contenders' in emmett ? emmett.contenders : []
  bench.say('writing')
  const rounds = await inTurn([floor(database), ...peers], bench)
  const rate = (name: string) => perSecond(medianOf(rounds, name))
  bench.print({ what: 'floor', measured: rate('floor'), ratio: 1 })
  if ('contenders' in emmett) {
    for (const { name } of emmett.contenders)
      bench.print({ what: name, measured: rate(name), ratio: ratio(rounds, name, 'floor') })
    emmett.close()
  } else bench.print({ what: 'Emmett on SQLite', measured: `not available: ${emmett.unavailable}` })
  database.close()
}
