import type { ChildProcess } from 'node:child_process'
import type { Version } from './binaries.ts'
import { ending, hasEnded } from './ending.ts'
import { initialise } from './initialise.ts'
import { launch } from './launch.ts'
import { freePort } from './listen.ts'
import { newSite, type Site } from './Site.ts'

export type PostgresOptions = {
  /** Default 18. */
  readonly version?: Version
  /** Whether commits wait for fsync; default off, which survives killed processes but not a machine's crash. */
  readonly fsync?: boolean
  /** Further server settings by name. */
  readonly settings?: Readonly<Record<string, string>>
  /** The collation: default `C`, by bytes; another, such as `en-US`, is ICU's. */
  readonly locale?: string
}

/** A real, empty server of its own. It ends with this process, and its files are removed. */
export type Postgres = {
  /** The URL of the database `postgres`, as its superuser. */
  readonly url: string
  readonly version: Version
  readonly port: number
  /** The folder with the server's `data` and `log`. */
  readonly folder: string
  /** Undefined while it does not run. */
  readonly pid: () => number | undefined
  /**
   * Stops it, and resolves when its process has ended: at once, or (`SIGINT`) after disconnecting clients, or
   * (`SIGTERM`) when all clients have left.
   */
  readonly kill: (signal: 'SIGKILL' | 'SIGQUIT' | 'SIGINT' | 'SIGTERM') => Promise<void>
  /** Restarts it after `kill`, with the same data and address. */
  readonly start: () => Promise<void>
  /** Stops it and removes its files. */
  readonly stop: () => Promise<void>
}

const settingsOf = ({ fsync = false, settings = {} }: PostgresOptions, port: number): ReadonlyArray<string> =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: fsync ? 'on' : 'off',
    // Shared memory in the server's folder: a killed server leaves nothing elsewhere, and a container's /dev/shm may be
    // tiny.
    dynamic_shared_memory_type: 'mmap',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

const running = async (site: Site, options: PostgresOptions): Promise<Postgres> => {
  await initialise(site, options.locale ?? 'C')
  const port = await freePort()
  const args = settingsOf(options, port)
  let child: ChildProcess | undefined
  const alive = () => (child !== undefined && !hasEnded(child) ? child : undefined)
  const start = async () => {
    if (alive() !== undefined) throw new Error('This server runs already')
    child = await launch(site, args)
  }
  const kill = async (signal: NodeJS.Signals) => {
    const target = alive()
    if (target === undefined) return
    target.kill(signal)
    await ending(target)
  }
  await start()
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    version: options.version ?? 18,
    port,
    folder: site.folder,
    pid: () => alive()?.pid,
    kill,
    start,
    stop: async () => {
      await kill('SIGQUIT')
      site.remove()
    },
  }
}

/** Starts a server from the binaries in npm packages. */
export const startPostgres = async (options: PostgresOptions = {}): Promise<Postgres> => {
  const site = newSite(options.version ?? 18)
  try {
    return await running(site, options)
  } catch (error) {
    site.remove()
    throw error
  }
}
