// The long form of the durability tests: npm run soak [-- names, and options like --commands=500]. The names are those
// below, and with `postgres-` before them those of the Postgres storage; without any, all run. Prints figures, one line
// for each, and ends with 1 where something does not hold. COLLOQUY_SEED=… repeats a run.
import { cutCopies } from '../colloquy/test/support/durability/cutting.ts'
import { eraseSomebody } from '../colloquy/test/support/durability/erasing.ts'
import { inFolder } from '../colloquy/test/support/durability/folder.ts'
import { kill } from '../colloquy/test/support/durability/killing.ts'
import { lengthen } from '../colloquy/test/support/durability/lengthening.ts'
import { pairUp } from '../colloquy/test/support/durability/pairing.ts'
import { race } from '../colloquy/test/support/durability/racing.ts'
import { freshSeed } from '../colloquy/test/support/durability/random.ts'
import { allConversations } from '../colloquy/test/support/durability/star.ts'
import { countSyncs } from '../colloquy/test/support/durability/syncing.ts'
import { soaks as onPostgres } from '../postgres/test/support/durability/soaks.ts'

/** What importing a conversation of 100,000 messages is to need at most, in MiB. */
const memory = 256
/** A conversation a hundred times as long may cost this much more: the depth of an index, and the caches' misses. */
const flat = 3

const inFiles = (run) => (told, seed) => inFolder((folder) => run(folder, seed, told))

const soaks = {
  kill: inFiles((folder, seed, { kills = 20 }) => kill(folder, { kills, seed, repeat: 200 })),
  race: inFiles((folder, seed, { processes = 4, commands = 10_000 }) =>
    race(folder, { processes, commands, seed }),
  ),
  cut: inFiles((folder, seed, { copies = 200 }) => cutCopies(folder, { copies, seed })),
  synced: inFiles(
    async (folder) =>
      (await countSyncs(folder, 200)) ??
      'not counted: there is no strace here (Debian: apt-get install strace); npm test shows what it rests on',
  ),
  erase: inFiles(async (folder) => {
    const all = await allConversations()
    if (all === null) return 'not done: ../shared/data/star is not beside the repository'
    return eraseSomebody(folder, all, { viewers: 1_000, searches: 500 })
  }),
  long: inFiles(async (folder) => {
    const long = await lengthen(folder, 100_000)
    const { size: _, ...ratios } = long.ratios
    const worst = Math.max(...Object.values(ratios))
    if (worst > flat) throw new Error(`not flat: ${JSON.stringify(long, null, 1)}`)
    // Collected garbage counts in the peak, too, so it is told and not asserted.
    if (long.peak > memory) console.warn(`long: importing took ${long.peak} MiB; ${memory} is aimed at`)
    return long
  }),
  // Each of some hundred commands beside each, in one batch and in turn; --pairs=… and --triples=… take some of them.
  pairs: inFiles((folder, seed, told) => pairUp(folder, seed, told)),
  ...Object.fromEntries(Object.entries(onPostgres).map(([name, { run }]) => [`postgres-${name}`, run])),
}

const given = process.argv.slice(2)
const asked = given.filter((name) => !name.startsWith('--'))
const told = Object.fromEntries(
  given
    .filter((option) => option.startsWith('--'))
    .map((option) => option.slice(2).split('='))
    .map(([name, value]) => [name, Number(value)]),
)
const unknown = asked.filter((name) => !Object.hasOwn(soaks, name))
if (unknown.length > 0 || Object.values(told).some(Number.isNaN)) {
  console.error(
    `There is no ${[...unknown, ...Object.keys(told)].join(', ')}; there are ${Object.keys(soaks).join(', ')}.`,
  )
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : Object.keys(soaks)) {
  const seed = freshSeed()
  const began = performance.now()
  try {
    const figures = await soaks[name](told, seed)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`ok      ${name} (${seconds} s, seed ${seed}): ${JSON.stringify(figures)}`)
  } catch (error) {
    console.error(`FAILED  ${name} (seed ${seed}):`, error)
    process.exitCode = 1
  }
}
