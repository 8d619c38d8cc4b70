import assert from 'node:assert/strict'
import { join } from 'node:path'
import { start } from './Child.ts'

export type Long = {
  /** What each piece of work took in the conversation of each size, in microseconds. */
  readonly costs: ReadonlyArray<{ readonly [work: string]: number }>
  /** The largest conversation's cost over the smallest's. */
  readonly ratios: { readonly [work: string]: number }
  /** The most memory the importing process had, in MiB, and what it told about it. */
  readonly peak: number
  readonly imports: ReadonlyArray<{ readonly [name: string]: number }>
}

/** Imports one conversation of many messages in a process of its own, and compares what work in it costs as it grows. */
export const lengthen = async (folder: string, messages: number): Promise<Long> => {
  const child = start('long', [join(folder, 'long.db'), messages, 3])
  assert.equal(await child.ended, 0)
  const figures = child.said.flatMap((one) => (one.say === 'done' ? [one.figures] : []))
  const costs = figures.filter((one) => 'size' in one)
  const imports = figures.filter((one) => 'imported' in one)
  const verified = figures.find((one) => 'differences' in one)
  assert.equal(verified?.['differences'], 0)
  const [first] = costs
  const last = costs.at(-1)
  assert.ok(first !== undefined && last !== undefined)
  const ratios = Object.fromEntries(
    Object.keys(first).map((work) => [
      work,
      Math.round((100 * (last[work] ?? 0)) / (first[work] ?? 1)) / 100,
    ]),
  )
  const peak = Math.max(...imports.map((one) => one['peak'] ?? 0))
  return { costs, ratios, peak, imports: [...imports, verified] }
}
