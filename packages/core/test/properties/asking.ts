import { openSeal } from '@colloquy/conformance/driving/inquiring'
import type { Seal } from '../../src/ports/Seal.ts'

export { carryOut, contextFor } from '@colloquy/conformance/driving/inquiring'

/** The same, with a token for a place in the log that shows nothing of it: the n-th that was handed out. */
export const countingSeal = (): Seal => {
  const plain = openSeal()
  const places: Array<ReadonlyArray<string | number | null>> = []
  return {
    close: plain.close,
    closeOnce: (purpose, content) => `${purpose} #${places.push(content)}`,
    open: (purpose, token) =>
      token.startsWith(`${purpose} #`)
        ? (places[Number(token.slice(purpose.length + 2)) - 1] ?? null)
        : plain.open(purpose, token),
  }
}
