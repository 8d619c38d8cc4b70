import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

let place: string
let owner: ChildProcess

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'colloquy-guard-'))
  // The server's account may differ from this process's.
  chmodSync(place, 0o755)
  owner = spawn(process.execPath, [fileURLToPath(new URL('support/owner.ts', import.meta.url))], {
    env: { ...process.env, TMPDIR: place },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
})

afterEach(() => {
  owner.kill('SIGKILL')
  rmSync(place, { recursive: true, force: true })
})

// A server without its files ends by itself within a minute, which is not the subject here.
const eventually = { timeout: 10_000, interval: 20 }

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const said = async (): Promise<{ folder: string; pid: number }> => {
  for await (const line of createInterface(owner.stdout ?? process.stdin)) return JSON.parse(line)
  throw new Error('The owner said nothing')
}

for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
  test(`${signal} of the owner leaves neither server nor files`, async () => {
    const { folder, pid } = await said()
    expect(existsSync(folder) && isAlive(pid)).toBe(true)
    owner.kill(signal)
    await once(owner, 'exit')
    await expect.poll(() => isAlive(pid), eventually).toBe(false)
    await expect.poll(() => readdirSync(place), eventually).toEqual([])
  })
}

test('the owner is killed while the files are being made', async () => {
  const begun = () => readdirSync(place).some((folder) => existsSync(join(place, folder, 'data', 'base')))
  await expect.poll(begun, { ...eventually, interval: 1 }).toBe(true)
  owner.kill('SIGKILL')
  await expect.poll(() => readdirSync(place), eventually).toEqual([])
})
