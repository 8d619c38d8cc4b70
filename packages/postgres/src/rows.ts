import { rowReader } from '@colloquy/core/storage'

/** JSON brings each value as it is. */
export const { rowAt, briefAt } = rowReader((_type, value) => value)
