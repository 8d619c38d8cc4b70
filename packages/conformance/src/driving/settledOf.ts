import type { Command } from '@colloquy/core/engine'
import type { Settled, Storage } from '@colloquy/core/storage'
import { handle } from '@colloquy/core/engine'
import { value } from './results.ts'

type Writes = Exclude<Settled, { more: unknown }>

export const nothing: Writes = { events: [], changes: [], receipts: [], positionsOf: [] }

/** What a batch would write, without writing it. */
export const settledOf = async (storage: Storage, commands: ReadonlyArray<Command>) => {
  const batch = handle(commands)
  const kept: Array<Writes> = []
  await value(
    storage.commit(batch.needs, (loaded) => {
      const settled = batch.settle(loaded)
      if ('more' in settled) return settled
      kept.push(settled)
      return nothing
    }),
  )
  const last = kept.at(-1)
  if (last === undefined) throw new Error('nothing was settled')
  return { needs: batch.needs, settled: last }
}
