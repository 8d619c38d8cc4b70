/** A line of the table. `target`: what the ratio is measured against. */
export type Row = {
  readonly what: string
  readonly measured: string
  readonly ratio?: number
  readonly target?: Target
  readonly note?: string
}

export type Target = {
  readonly atLeast: number
  readonly aim: number
  /** Whether a greater ratio is better. */
  readonly more: boolean
}

export const atLeast = (least: number, aim: number): Target => ({ atLeast: least, aim, more: true })
export const atMost = (most: number, aim: number): Target => ({ atLeast: most, aim, more: false })

const verdict = (ratio: number, { atLeast: bound, aim, more }: Target): string => {
  const reaches = (goal: number) => (more ? ratio >= goal : ratio <= goal)
  if (reaches(aim)) return 'aim'
  return reaches(bound) ? 'met' : '**missed**'
}

const cells = ({ what, measured, ratio, target, note }: Row): ReadonlyArray<string> => [
  what,
  measured,
  ratio === undefined ? '' : ratio.toFixed(2),
  target === undefined ? '' : `${target.more ? '≥' : '≤'} ${target.atLeast} (${target.aim})`,
  ratio === undefined || target === undefined
    ? (note ?? '')
    : [verdict(ratio, target), note].filter(Boolean).join('; '),
]

const line = (values: ReadonlyArray<string>) =>
  `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`

export const heading = [
  line(['what', 'measured', 'ratio', 'at least (aim)', '']),
  line(['---', '---:', '---:', '---', '---']),
].join('\n')

/** One line of a Markdown table, below `heading`. */
export const rowLine = (row: Row): string => line(cells(row))

/** A figure with thousands set apart. */
export const figure = (value: number, digits = 0): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: digits })
