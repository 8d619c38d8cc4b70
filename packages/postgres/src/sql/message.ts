import { selected } from '../rows.ts'

const columns = selected('message', 'm')

export const message = `select json_build_array(${columns}) as row from colloquy_message m
where m.tenant = @tenant and m.conversation = @conversation and m.id = @id`

/** Whichever is the first in some order of those that pass a test. */
export const firstMessage = (
  test: string,
  order: string,
): string => `select json_build_array(${columns}) as row from colloquy_message m
where m.tenant = @tenant and m.conversation = @conversation and ${test} order by ${order} limit 1`
