import { afterEach, describe, test } from 'vitest'
import type { Storage } from '@colloquy/core/storage'
import type { Options } from '../../src/opening/Options.ts'
import { storageNames, storages } from '../support/open.ts'
import { opened } from './opened.ts'

/** What a test is given: processes over one storage, which is empty at first, and a clock that goes on when told to. */
export type World = {
  readonly storage: Storage
  readonly process: (options?: Partial<Options>) => ReturnType<typeof opened>
  /** The time by the clock of all processes, in milliseconds. */
  readonly now: () => number
  /** Lets time pass by the clock of all processes, and has their subscriptions look. */
  readonly pass: (milliseconds: number) => void
}

/** The same test on every storage. What it opens is closed after it. */
export const over = (title: string, run: (world: World) => Promise<void>): void => {
  describe.each(storageNames)(`on %s`, (name) => {
    let open: Array<ReturnType<typeof opened>> = []
    afterEach(async () => {
      for (const each of open) await each.close()
      open = []
    })
    test(title, { timeout: 120_000 }, async () => {
      const storage = (await storages[name]()) as Storage
      await storage.migrate()
      let time = 1_800_000_000_000
      try {
        await run({
          storage,
          process: (options = {}) => {
            const made = opened(storage, { clock: () => time, ...options })
            open.push(made)
            return made
          },
          now: () => time,
          pass: (milliseconds) => {
            time += milliseconds
            for (const each of open) each.tail.nudge()
          },
        })
      } finally {
        for (const each of open) await each.close()
        open = []
        await storage.close()
      }
    })
  })
}

/** Waits for what happens, however long that takes on a loaded machine. */
export const eventually = async (done: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** A promise and how to settle it. */
export const gate = () => {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}
