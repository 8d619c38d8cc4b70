// The long form of the durability tests: npm run soak [-- kill race cut synced erase long]. Prints figures, one line
// for each, and ends with 1 where something does not hold. COLLOQUY_SEED=… repeats a run.
const support = '../packages/colloquy/test/support/durability'
const load = (name) => import(`${support}/${name}.ts`)
const { inFolder } = await load('folder')
const { freshSeed } = await load('random')

/** What importing a conversation of 100,000 messages is to need at most, in MiB. */
const memory = 256
/** A conversation a hundred times as long may cost this much more: the depth of an index, and the caches' misses. */
const flat = 3

const soaks = {
  kill: async (folder, seed) => (await load('killing')).kill(folder, { kills: 20, seed, repeat: 200 }),
  race: async (folder, seed) => (await load('racing')).race(folder, { processes: 4, commands: 10_000, seed }),
  cut: async (folder, seed) => (await load('cutting')).cutCopies(folder, { copies: 200, seed }),
  synced: async (folder) =>
    (await (await load('syncing')).countSyncs(folder, 200)) ??
    'not counted: there is no strace here (Debian: apt-get install strace); npm test shows what it rests on',
  erase: async (folder) => {
    const all = await (await load('star')).allConversations()
    if (all === null) return 'not done: ../shared/data/star is not beside the repository'
    return (await load('erasing')).eraseSomebody(folder, all, { viewers: 1_000, searches: 500 })
  },
  long: async (folder) => {
    const long = await (await load('lengthening')).lengthen(folder, 100_000)
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
