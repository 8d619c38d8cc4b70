import { constants } from 'node:os'
import { type Arguments, readArguments, usage } from './arguments.ts'
import { type Holding, newHolding } from './Holding.ts'
import { isGood } from './Outcome.ts'
import { report } from './report.ts'
import { run } from './run.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves with the exit code of whoever is told to end. A second time ends it at once. */
const interrupted = new Promise<number>((resolve) => {
  for (const signal of signals) process.once(signal, () => resolve(128 + constants.signals[signal]))
})

const runAndReport = async (given: Arguments, holding: Holding): Promise<number> => {
  let silent = given.json
  // What still goes on then is nothing to be told.
  void interrupted.then(() => (silent = true))
  const outcome = await run(given, holding, (line) => {
    if (!silent) console.log(line)
  })
  console.log(given.json ? JSON.stringify(outcome) : report(outcome))
  return isGood(outcome) ? 0 : 1
}

const failed = (error: unknown): number => {
  console.error(error instanceof Error ? error.message || error.name : 'Something went wrong.')
  return 2
}

const main = async (): Promise<number> => {
  const given = readArguments(process.argv.slice(2))
  if ('help' in given) {
    console.log(usage)
    return 0
  }
  if ('problem' in given) {
    console.error(`${given.problem}\n\n${usage}`)
    return 2
  }
  const holding = newHolding()
  const code = await Promise.race([runAndReport(given, holding), interrupted]).catch(failed)
  const tidied = await holding.release().then(() => 0, failed)
  return Math.max(code, tidied)
}

const code = await main()
// Whatever an interrupted run still waits for is not waited for, but all it said is.
process.stdout.write('', () => process.exit(code))
