import type { StoreError } from '@colloquy/core'
import { unavailable } from '@colloquy/core'

/** Somebody else's transaction is at work on the conversation; trying again soon may help. */
export const heldByOthers: StoreError = unavailable('another transaction holds the conversation')
