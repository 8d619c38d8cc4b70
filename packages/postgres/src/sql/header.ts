import { selected } from '../rows.ts'
import { foundFor, given, rowsGiven } from './given.ts'

export const headers = `select json_build_array(${selected('conversation', 'c')}) as row
from ${rowsGiven(given('conversation', 'text'))}
${foundFor('select * from colloquy_conversation c where c.tenant = @tenant and c.conversation = w.conversation')} c`
