import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from './table.ts'

/** What every group of rows is given. */
export type Bench = {
  readonly quick: boolean
  readonly peers: boolean
  readonly rounds: number
  readonly milliseconds: number
  /** A new empty folder of that name, on the disk of the temp folder. */
  readonly folder: (name: string) => string
  readonly print: (row: Row) => void
  /** Says on the error stream what is going on. */
  readonly say: (what: string) => void
}

/** A bench in a temp folder, and how to remove that folder again. */
export const openBench = (options: {
  readonly quick: boolean
  readonly peers: boolean
  readonly rounds: number
  readonly print: (row: Row) => void
}): { readonly bench: Bench; readonly close: () => void } => {
  const root = mkdtempSync(join(tmpdir(), 'colloquy-bench-'))
  const start = performance.now()
  return {
    bench: {
      ...options,
      milliseconds: options.quick ? 400 : 1500,
      folder: (name) => {
        const path = join(root, name)
        mkdirSync(path, { recursive: true })
        return path
      },
      say: (what) =>
        console.error(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${what}`),
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  }
}
