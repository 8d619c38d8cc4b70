import { selected } from '../rows.ts'

const columns = selected('message', 'm')

export const message = `select ${columns} from colloquy_message m
where m.tenant = ? and m.conversation = ? and m.id = ?`

/** A message, and the hash of what was given, which stands with its text. */
export const messageWithHash = `select ${columns}, e.personal ->> '$.hash' from colloquy_message m
left join colloquy_event e
on e.tenant = m.tenant and e.conversation = m.conversation and e.reader = '' and e.version = m.version
where m.tenant = ? and m.conversation = ? and m.id = ?`

/** Whichever is the first in some order of those that pass a test. */
export const firstMessage = (
  test: string,
  order: string,
): string => `select ${columns} from colloquy_message m
where m.tenant = @tenant and m.conversation = @conversation and ${test} order by ${order} limit 1`
