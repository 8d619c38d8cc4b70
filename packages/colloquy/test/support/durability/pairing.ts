import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Storage } from '@colloquy/core/storage'
import { memory } from '@colloquy/core/memory'
import { sqlite } from '@colloquy/sqlite'
import { everyPair, tryAll } from '@colloquy/test-support/pairs'

/** Every pair of commands, in one batch and in turn, on memory and in a file. */
export const pairUp = async (
  folder: string,
  seed: number,
  told: { readonly pairs?: number; readonly triples?: number },
): Promise<object> => {
  const size = { ...everyPair, ...told }
  const inFile = async (): Promise<Storage> => {
    const storage = sqlite({ filename: join(folder, `${randomUUID()}.db`) })
    await storage.migrate()
    return storage
  }
  return {
    memory: await tryAll(async () => memory(), size, seed),
    sqlite: await tryAll(inFile, size, seed),
  }
}
