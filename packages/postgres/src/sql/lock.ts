import { foundFor, given, rowsGiven } from './given.ts'

const lock = (how: string): string => `select json_build_array(c.conversation) as row
from ${rowsGiven(given('conversation', 'text'))}
${foundFor(`select c.conversation from colloquy_conversation c
  where c.tenant = @tenant and c.conversation = w.conversation for no key update ${how}`)} c`

/** Conversations that nobody else holds. Given in the order of their ids always, so that no two wait for each other. */
export const lockFree = lock('skip locked')

/** Conversations, whoever holds them, as soon as they let go. */
export const lockAll = lock('')
