import { cpus, release, type } from 'node:os'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compareWith } from './lib/against.ts'
import { type Bench, openBench } from './lib/Bench.ts'
import { heading, rowLine } from './lib/table.ts'
import { idling } from './rows/idling.ts'
import { lists } from './rows/lists.ts'
import { longConversation } from './rows/longConversation.ts'
import { longLog } from './rows/longLog.ts'
import { writing } from './rows/writing.ts'

const usage = `Measures the library beside hand-written SQL and prints a Markdown table.

  npm run bench -- [--quick] [--no-peers] [--postgres] [--only NAME] [--against FOLDER [--runs N]]

  --quick      under two minutes: short rounds, fewer events and conversations
  --no-peers   without Emmett, which is installed the first time
  --postgres   on PostgreSQL instead of SQLite, on a server of its own
  --only NAME  one group of rows: writing, longConversation, longLog, lists or idling; with --postgres hostWaiting, too
  --against FOLDER  another checkout and this one in turn, N times each (3 by default): the ratios side by side`

type Groups = {
  readonly version: string
  readonly groups: { readonly [name: string]: (bench: Bench) => Promise<void> }
  readonly stop: () => Promise<void>
}

const onSqlite: Groups = {
  version: 'SQLite',
  groups: { writing, longConversation, longLog, lists, idling },
  stop: () => Promise.resolve(),
}

/** Only loaded when it is asked for: it needs a server. */
const onPostgres = async (): Promise<Groups> => (await import('./postgres/groups.ts')).openPostgresGroups()

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    peers: { type: 'boolean' },
    postgres: { type: 'boolean' },
    only: { type: 'string' },
    against: { type: 'string' },
    runs: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h' },
  },
  allowNegative: true,
})

if (values.help === true) console.log(usage)
else if (values.against !== undefined) await against(values.against)
else await run(values.quick === true, values.peers !== false)

async function against(folder: string): Promise<void> {
  const runs = Number(values.runs)
  const there = resolve(folder)
  if (!Number.isInteger(runs) || runs < 1 || !existsSync(join(there, 'package.json'))) {
    console.error(`--against takes the folder of a checkout, --runs a whole number from 1\n\n${usage}`)
    process.exit(1)
  }
  const options = [
    ...(values.quick === true ? ['--quick'] : []),
    ...(values.peers === false ? ['--no-peers'] : []),
    ...(values.postgres === true ? ['--postgres'] : []),
    ...(values.only === undefined ? [] : ['--only', values.only]),
  ]
  await compareWith(there, join(import.meta.dirname, '../..'), runs, options)
}

async function run(quick: boolean, peers: boolean): Promise<void> {
  const { version, groups, stop } = values.postgres === true ? await onPostgres() : onSqlite
  const chosen = Object.entries(groups).flatMap(([name, group]) =>
    values.only === undefined || values.only === name ? [group] : [],
  )
  if (chosen.length === 0) {
    await stop()
    console.error(`--only ${values.only}: there is no such group, but ${Object.keys(groups).join(', ')}`)
    process.exit(1)
  }
  const rounds = quick && values.postgres !== true ? 3 : 5
  const { bench, close } = openBench({ quick, peers, rounds, print: (row) => console.log(rowLine(row)) })
  process.once('SIGINT', () => {
    close()
    process.exit(130)
  })
  const machine = `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}`
  console.log(`${version}, ${machine}, Node ${process.version}`)
  console.log(`${rounds} rounds in turn, medians; ratios are of the same run.\n`)
  console.log(heading)
  try {
    for (const group of chosen) await group(bench)
  } finally {
    close()
    await stop()
  }
}
