import type { Recorded, StreamKey } from '@colloquy/core/storage'
import type { Engine } from '../../engine/Engine.ts'
import { streamOf } from './calling.ts'
import type { Holding } from './Holding.ts'
import type { Failure, Retry } from './Retry.ts'
import { afterFailure } from './Retry.ts'

/** Holds the conversation of a failed event, and logs it. Each answers false where another process owns the slot. */
export type Failing = {
  /** The handler failed; `kind`: the kind of error, without content. `before`: the failure before, if any. */
  readonly failed: (event: Recorded, kind: string, before: Failure | null) => Promise<boolean>
  /** The event is corrupt: parked at once, since a retry does not mend a disk. */
  readonly unreadable: (stream: StreamKey, position: number, before: Failure | null) => Promise<boolean>
}

export const failing = (engine: Engine, name: string, retry: Retry, held: Holding): Failing => {
  const { clock, log } = engine
  const parked = `subscription ${name} parked a conversation`
  return {
    failed: async (event, kind, before) => {
      const failure = afterFailure(before, retry, clock(), Math.random())
      const stream = streamOf(event)
      if ((await held.hold(stream, event.position ?? 0, kind, failure)) === null) return false
      const detail = `${stream.tenant} ${stream.conversation} at ${event.position}: ${kind}`
      if (failure.parked && before?.parked !== true) log({ level: 'error', what: parked, detail })
      else if (before === null) {
        log({ level: 'warn', what: `subscription ${name}: its handler failed, and is tried again`, detail })
      }
      return true
    },
    unreadable: async (stream, position, before) => {
      const failure = afterFailure(before, { ...retry, for: 0 }, clock(), 0)
      if ((await held.hold(stream, position, 'Corrupt', failure)) === null) return false
      const detail = `${stream.tenant} ${stream.conversation} at ${position}: Corrupt`
      if (before?.parked !== true) log({ level: 'error', what: parked, detail })
      return true
    },
  }
}
