import { cpus, release, type } from 'node:os'
import { parseArgs } from 'node:util'
import { type Bench, openBench } from './lib/Bench.ts'
import { heading, rowLine } from './lib/table.ts'
import { idling } from './rows/idling.ts'
import { lists } from './rows/lists.ts'
import { longConversation } from './rows/longConversation.ts'
import { longLog } from './rows/longLog.ts'
import { writing } from './rows/writing.ts'

const usage = `Measures the library beside hand-written SQL and prints a Markdown table.

  npm run bench -- [--quick] [--no-peers]

  --quick      under two minutes: three short rounds instead of five, fewer events and conversations
  --no-peers   without Emmett, whose driver is compiled the first time
  --only NAME  one group of rows: writing, longConversation, longLog, lists or idling`

const groups: { readonly [name: string]: (bench: Bench) => Promise<void> } = {
  writing,
  longConversation,
  longLog,
  lists,
  idling,
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    peers: { type: 'boolean' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
  allowNegative: true,
})

if (values.help === true) console.log(usage)
else await run(values.quick === true, values.peers !== false)

async function run(quick: boolean, peers: boolean): Promise<void> {
  const { bench, close } = openBench({ quick, peers, print: (row) => console.log(rowLine(row)) })
  process.once('SIGINT', () => {
    close()
    process.exit(130)
  })
  console.log(
    `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, Node ${process.version}`,
  )
  console.log(`${bench.rounds} rounds in turn, medians; ratios are of the same run.\n`)
  console.log(heading)
  try {
    const chosen = values.only === undefined ? Object.values(groups) : [groups[values.only]]
    for (const group of chosen) await group?.(bench)
  } finally {
    close()
  }
}
