import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ending, hasEnded } from './ending.ts'
import type { Site } from './Site.ts'
import { tail } from './tail.ts'

/** The timeout for a server to recover and accept connections, in milliseconds. */
const patience = 60_000

// What a killed server leaves for a moment: its backends, their shared memory, its port.
const remains = /already exists|still in use|Address already in use/

/** Line 8 of the pid file says when the server accepts connections; line 1 is its pid, or that of a dead one. */
const isReady = (site: Site, pid: number | undefined): boolean => {
  try {
    const lines = readFileSync(join(site.data, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

/** Starts the server and resolves when it accepts connections. */
export const launch = async (site: Site, args: ReadonlyArray<string>): Promise<ChildProcess> => {
  const deadline = Date.now() + patience
  for (;;) {
    const logged = site.log().length
    const child = await site.spawn('postgres', ['-D', site.data, ...args])
    while (!hasEnded(child) && !isReady(site, child.pid) && Date.now() < deadline) await sleep(10)
    if (!hasEnded(child) && isReady(site, child.pid)) {
      child.unref()
      return child
    }
    child.kill('SIGQUIT')
    await ending(child)
    const log = site.log(logged)
    if (Date.now() >= deadline || !remains.test(log))
      throw new Error(`PostgreSQL did not start:\n${tail(log)}`)
    await sleep(20)
  }
}
