import { rowReader } from '@colloquy/core/storage'

/** JSON values need no conversion. */
export const { rowAt, briefAt } = rowReader((_type, value) => value)
