// The long form of the durability tests: npm run soak [-- kill race cut synced erase long]. Prints figures, one line
// for each, and ends with 1 where something does not hold. COLLOQUY_SEED=… repeats a run.
import { cutCopies } from '../packages/colloquy/test/support/durability/cutting.ts'
import { eraseSomebody } from '../packages/colloquy/test/support/durability/erasing.ts'
import { inFolder } from '../packages/colloquy/test/support/durability/folder.ts'
import { kill } from '../packages/colloquy/test/support/durability/killing.ts'
import { lengthen } from '../packages/colloquy/test/support/durability/lengthening.ts'
import { race } from '../packages/colloquy/test/support/durability/racing.ts'
import { freshSeed } from '../packages/colloquy/test/support/durability/random.ts'
import { allConversations } from '../packages/colloquy/test/support/durability/star.ts'
import { countSyncs } from '../packages/colloquy/test/support/durability/syncing.ts'

/** What importing a conversation of 100,000 messages is to need at most, in MiB. */
const memory = 256
/** A conversation a hundred times as long may cost this much more: the depth of an index, and the caches' misses. */
const flat = 3

const soaks = {
  kill: (folder, seed) => kill(folder, { kills: 20, seed, repeat: 200 }),
  race: (folder, seed) => race(folder, { processes: 4, commands: 10_000, seed }),
  cut: (folder, seed) => cutCopies(folder, { copies: 200, seed }),
  synced: async (folder) =>
    (await countSyncs(folder, 200)) ??
    'not counted: there is no strace here (Debian: apt-get install strace); npm test shows what it rests on',
  erase: async (folder) => {
    const all = await allConversations()
    if (all === null) return 'not done: ../shared/data/star is not beside the repository'
    return eraseSomebody(folder, all, { viewers: 1_000, searches: 500 })
  },
  long: async (folder) => {
    const long = await lengthen(folder, 100_000)
    const { size: _, ...ratios } = long.ratios
    const worst = Math.max(...Object.values(ratios))
    if (worst > flat) throw new Error(`not flat: ${JSON.stringify(long, null, 1)}`)
    // Collected garbage counts in the peak, too, so it is told and not asserted.
    if (long.peak > memory) console.warn(`long: importing took ${long.peak} MiB; ${memory} is aimed at`)
    return long
  },
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(soaks, name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(soaks).join(', ')}.`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : Object.keys(soaks)) {
  const seed = freshSeed()
  const began = performance.now()
  try {
    const figures = await inFolder((folder) => soaks[name](folder, seed))
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`ok      ${name} (${seconds} s, seed ${seed}): ${JSON.stringify(figures)}`)
  } catch (error) {
    console.error(`FAILED  ${name} (seed ${seed}):`, error)
    process.exitCode = 1
  }
}
