import type { ChildProcess } from 'node:child_process'

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Resolves when the process has ended. Until then it keeps this process alive, which a child alone does not. */
export const ending = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) return resolve()
    child.ref()
    child.once('exit', () => resolve())
  })
