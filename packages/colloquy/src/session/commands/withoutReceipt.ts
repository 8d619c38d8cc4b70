import type { Plain } from '@colloquy/core/decoding'
import { isPlainObject } from '@colloquy/core/decoding'

/**
 * A receipt may be passed on whole (`desk.close(receipt)`, `desk.post({ ...receipt, body })`): it says where, and what
 * else it says is no input. Its message is one that is there, so it counts only for commands `onMessage`.
 */
export const withoutReceipt = (value: Plain | undefined, onMessage: boolean): Plain | undefined => {
  if (!isPlainObject(value) || typeof value['changed'] !== 'boolean' || typeof value['version'] !== 'string')
    return value
  const { changed: _changed, version: _version, position: _position, messageId, ...input } = value
  return onMessage && messageId !== undefined ? { ...input, messageId } : input
}
