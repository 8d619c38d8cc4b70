import fc from 'fast-check'
import type { History } from '@colloquy/test-support/oracle/random/historyOf'
import { historyOf } from '@colloquy/test-support/oracle/random/historyOf'
import { rules } from '@colloquy/conformance/random/cast'

/** `COLLOQUY_SEED` repeats a run, `COLLOQUY_RUNS` and `COLLOQUY_LENGTH` make it longer. */
export const seed = Number(process.env['COLLOQUY_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.info(`property tests: COLLOQUY_SEED=${seed}`)

export const parameters = (short: number): { readonly seed: number; readonly numRuns: number } => ({
  seed,
  numRuns: Number(process.env['COLLOQUY_RUNS'] ?? short),
})

/** As long as the runs may take, in milliseconds. */
export const patience = process.env['COLLOQUY_RUNS'] === undefined ? 300_000 : 3_600_000

const commands = Number(
  process.env['COLLOQUY_LENGTH'] ?? (process.env['COLLOQUY_RUNS'] === undefined ? 40 : 60),
)

const numbers = (atMost: number) =>
  fc.noBias(fc.array(fc.noShrink(fc.noBias(fc.nat())), { minLength: 1, maxLength: atMost, size: 'max' }))

/** What a random history is made of, as numbers: short to print, and enough to make it again. */
export const histories = (atMost: number = commands) =>
  fc.tuple(fc.noBias(fc.nat(rules.length - 1)), numbers(atMost))

export const made = ([rule, steps]: readonly [number, ReadonlyArray<number>]): History =>
  historyOf(rule, steps)

/** One command at a time, or up to eight together. */
export const batches = fc
  .array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 })
  .map((sizes) => (sizes.length < 3 ? [1] : sizes))
