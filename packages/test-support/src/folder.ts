import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './Account.ts'

const reaches = (account: Account, folder: string): boolean =>
  spawnSync('sh', ['-c', 'test -w "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status ===
  0

/** A new folder for a server and its files: in a temporary directory that the account can enter. */
export const newFolder = (account: Account): string => {
  const { uid, gid } = account
  const parents = uid === undefined ? [tmpdir()] : [tmpdir(), '/tmp', '/var/tmp']
  for (const parent of parents) {
    const folder = mkdtempSync(join(parent, 'colloquy-postgres-'))
    if (uid === undefined || gid === undefined) return folder
    chownSync(folder, uid, gid)
    if (reaches(account, folder)) return folder
    rmSync(folder, { recursive: true })
  }
  throw new Error(`The account ${uid} can write to none of ${parents.join(', ')}`)
}
