import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** One direction of a connection: data comes out in order, each part after its delay. */
export type Lane = {
  readonly send: (bytes: Buffer, delay: number) => void
  /** Ends the connection after all data was sent. */
  readonly end: () => void
}

export const lane = (to: Socket): Lane => {
  let last: Promise<unknown> = Promise.resolve()
  const then = (next: () => unknown) => {
    last = last.then(next)
  }
  return {
    send: (bytes, delay) => {
      const due = Date.now() + delay
      if (delay > 0) then(() => sleep(Math.max(0, due - Date.now())))
      then(() => to.write(bytes))
    },
    end: () => then(() => to.end()),
  }
}
