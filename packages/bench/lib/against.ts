import { spawn } from 'node:child_process'
import { median } from './measure.ts'

/** What a printed line says: its ratio, and whether a greater one is better; null where no aim tells which. */
type Printed = { readonly what: string; readonly ratio: number; readonly more: boolean | null }

// Counts within a name ("of 100,974 events") differ from run to run and would keep its lines apart.
const nameOf = (what: string): string => what.replaceAll(/\d+,\d{3}/g, (count) => `${count.split(',')[0]}k`)

const moreIsBetter = (aim: string): boolean | null => (aim === '' ? null : aim.startsWith('≥'))

const printedIn = (table: string): ReadonlyArray<Printed> =>
  table.split('\n').flatMap((line) => {
    const [, what = '', , ratio = '', aim = ''] = line.split(/ ?(?<!\\)\| ?/)
    const value = Number(ratio)
    return ratio === '' || Number.isNaN(value)
      ? []
      : [{ what: nameOf(what), ratio: value, more: moreIsBetter(aim) }]
  })

const tableOf = (root: string, options: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'bench', '--', ...options], {
      cwd: root,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const chunks: Array<Buffer> = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve(Buffer.concat(chunks).toString('utf8'))
        : reject(new Error(`the benchmark of ${root} ended with ${code}`)),
    )
  })

const middle = (figures: ReadonlyArray<number>): string =>
  `${median(figures).toFixed(2)} (${figures.map((figure) => figure.toFixed(2)).join(' ')})`

/** How much worse, in percent, `after` is than `before`; below zero where it is better. */
const worseBy = (before: number, after: number, more: boolean): number =>
  100 * (more ? before / after - 1 : after / before - 1)

/**
 * Measures another checkout and this one in turn, so that a machine that gets slower is slower for both, and prints
 * the medians of each row's ratios side by side.
 */
export const compareWith = async (
  there: string,
  here: string,
  runs: number,
  options: ReadonlyArray<string>,
): Promise<void> => {
  const tables = { before: new Map<string, Array<number>>(), after: new Map<string, Array<number>>() }
  const better = new Map<string, boolean | null>()
  const measure = async (side: 'before' | 'after') => {
    for (const { what, ratio, more } of printedIn(await tableOf(side === 'before' ? there : here, options))) {
      tables[side].set(what, [...(tables[side].get(what) ?? []), ratio])
      better.set(what, more)
    }
  }
  for (let run = 1; run <= runs; run += 1) {
    console.error(`run ${run} of ${runs}`)
    // The second of a pair may profit from the first: each is first in every other run.
    for (const side of run % 2 === 1 ? (['before', 'after'] as const) : (['after', 'before'] as const)) {
      await measure(side)
    }
  }
  console.log('| what | before | after | worse by |\n| --- | ---: | ---: | ---: |')
  for (const [what, more] of better) {
    const before = tables.before.get(what)
    const after = tables.after.get(what)
    if (before === undefined || after === undefined) continue
    const worse = more === null ? '' : `${worseBy(median(before), median(after), more).toFixed(0)} %`
    console.log(`| ${what} | ${middle(before)} | ${middle(after)} | ${worse} |`)
  }
}
