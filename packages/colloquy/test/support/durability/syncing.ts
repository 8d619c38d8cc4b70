import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from './Child.ts'

export type Synced = { readonly commits: number; readonly syncs: number }

const canTrace = (): boolean => spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0

/**
 * Counts with strace how often a process that posts one message at a time asks the disk to keep what it wrote.
 * Answers null where there is no strace.
 */
export const countSyncs = async (folder: string, posts: number): Promise<Synced | null> => {
  if (!canTrace()) return null
  const counts = join(folder, 'strace.txt')
  const tracer = ['strace', '-f', '-c', '-o', counts, '-e', 'trace=fsync,fdatasync']
  const child = start('oneByOne', [join(folder, 'synced.db'), posts], tracer)
  assert.equal(await child.ended, 0)
  const commits = child.said.filter(({ say }) => say === 'acknowledged').length
  assert.equal(commits, posts)
  const syncs = syncsIn(readFileSync(counts, 'utf8'))
  assert.ok(syncs >= commits, `${syncs} syncs for ${commits} acknowledged commits`)
  return { commits, syncs }
}

/** Lines of `strace -c`: share, seconds, microseconds a call, calls, perhaps errors, the call's name. */
const syncsIn = (table: string): number =>
  table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.at(-1) === 'fsync' || fields.at(-1) === 'fdatasync')
    .reduce((sum, fields) => sum + Number(fields[3]), 0)
