import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { serverAccount } from './Account.ts'
import { binaries, type Version } from './binaries.ts'
import { newFolder } from './folder.ts'
import { guard } from './guard.ts'

/** Where a server lives: its folder, and how its programs are run there. */
export type Site = {
  readonly folder: string
  readonly data: string
  /** Runs one of PostgreSQL's programs, guarded; what it says goes to the log. */
  readonly spawn: (program: string, args: ReadonlyArray<string>) => Promise<ChildProcess>
  /** All that was logged from a place on. */
  readonly log: (from?: number) => string
  readonly remove: () => void
}

// The user's PGDATA, PGPORT and the like are about other servers.
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
})

/** Resolves once the process runs; the system's refusal to run it is an error. */
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
          // A group of its own: a terminal's Ctrl-C is not for it.
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
