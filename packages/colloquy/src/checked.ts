import type { OptionNames, Storage } from '@colloquy/core'
import { requireKnown } from '@colloquy/core'
import type { Options } from './Options.ts'

const names: OptionNames<Options> = {
  storage: true,
  policies: true,
  clock: true,
  newId: true,
  limits: true,
  directory: true,
  records: true,
  log: true,
  migrate: true,
  secret: true,
}

/** A misspelled option would be silently without effect: whoever opens is a programmer, and is told at once. */
export const checked = <S extends Storage>(options: Options<S>): Options<S> => {
  requireKnown<Options>('openConversations', options, names)
  if (typeof options.storage !== 'object' || typeof options.storage.commit !== 'function') {
    throw new TypeError("openConversations: give a storage, such as sqlite({ filename: 'chat.db' })")
  }
  return options
}
