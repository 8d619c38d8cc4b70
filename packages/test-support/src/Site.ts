import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { serverAccount } from './Account.ts'
import { binaries, type Version } from './binaries.ts'
import { newFolder } from './folder.ts'
import { guard } from './guard.ts'

/** A server's folder, and how to run PostgreSQL's programs there. */
export type Site = {
  readonly folder: string
  readonly data: string
  /** Runs a program of PostgreSQL, guarded; its output goes to the log. */
  readonly spawn: (program: string, args: ReadonlyArray<string>) => Promise<ChildProcess>
  /** The log from an offset on. */
  readonly log: (from?: number) => string
  readonly remove: () => void
}

// The environment's PGDATA, PGPORT and the like are for other servers.
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
})

/** Resolves once the process runs; rejects if it cannot be started. */
const spawned = (child: ChildProcess): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child))
    child.once('error', reject)
  })

export const newSite = (version: Version): Site => {
  const account = serverAccount()
  const folder = newFolder(account)
  const guarded = guard(folder)
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    guarded.release()
  }
  try {
    const path = binaries(version, account, folder)
    const file = join(folder, 'log')
    return {
      folder,
      data: join(folder, 'data'),
      spawn: (program, args) => {
        const log = openSync(file, 'a')
        const child = spawn(path(program), args, {
          ...account,
          cwd: folder,
          env: environment(),
          // A process group of its own, so that a terminal's Ctrl-C does not reach it.
          detached: true,
          stdio: ['ignore', log, log],
        })
        closeSync(log)
        guarded.watch(child.pid)
        child.once('exit', () => guarded.watch(undefined))
        return spawned(child)
      },
      log: (from = 0) => readFileSync(file, 'utf8').slice(from),
      remove,
    }
  } catch (error) {
    remove()
    throw error
  }
}
