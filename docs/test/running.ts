import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What `console.log` printed, and on which line of the program it stands. */
export type Said = { readonly line: number; readonly text: string }

/** Only ends what hangs. */
const timeout = 280_000

/**
 * Runs a module as a reader would: under Node, in an empty folder, with nothing that it does not make itself. Rejects
 * unless it ends by itself, with exit code 0.
 */
export const run = async (path: string, databaseUrl: string | null): Promise<ReadonlyArray<Said>> => {
  const folder = await mkdtemp(join(tmpdir(), 'colloquy-docs-'))
  const told = join(folder, '.said')
  const listening = ['--conditions=@colloquy/source', '--import', join(import.meta.dirname, 'listening.mjs')]
  const { DATABASE_URL: _ours, NODE_OPTIONS: _options, ...env } = process.env
  try {
    await promisify(execFile)(process.execPath, [...listening, path], {
      cwd: folder,
      env: {
        ...env,
        ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
        SAID: told,
        PROGRAM: path,
      },
      timeout,
      killSignal: 'SIGKILL',
    })
    const lines = (await readFile(told, 'utf8')).split('\n').filter((line) => line !== '')
    return lines.map((line) => JSON.parse(line) as Said)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
