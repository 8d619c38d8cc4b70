import { startIn } from '../../../../colloquy/test/support/durability/Child.ts'

/** Starts one of the programs in `workers`. */
export const start = startIn(new URL('./workers/', import.meta.url))
