import { writeSync } from 'node:fs'
import type { Said } from './Said.ts'

/** Tells the parent at once: a process that is killed after this was heard. */
export const say = (said: Said): void => {
  const line = `${JSON.stringify(said)}\n`
  for (;;) {
    try {
      writeSync(1, line)
      return
    } catch (error) {
      // The parent is slow to read; nothing of a line this short was written.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
  }
}

/** The arguments this process was started with. */
export const told = (index: number): string => {
  const value = process.argv[2 + index]
  if (value === undefined) throw new Error(`argument ${index} is missing`)
  return value
}
