import { appendFunction, lastFunction, loadFunction } from './functions.ts'
import { appended, last, type Last } from './sql/appending.ts'
import { parts } from './sql/loading.ts'

/** All parts at once: what is not asked for is null. */
export const load = `select json_build_array(${loadFunction.name}(@tenant, ${parts.map((part) => `@${part}::json`).join(', ')})) as row`

/** Nothing but the question whether this code may write still: it fails where a later version says no. */
export const fence = `select ${loadFunction.name}('', ${parts.map(() => 'null').join(', ')})`

/** All parts at once: what is not given is null. `changes`: statements that come before, each with its rows. */
const appending = (tenant: string): string =>
  `${appendFunction.name}(${tenant}, @changes::json, ${appended.map((part) => `@${part}::json`).join(', ')})`

export const append = `select json_build_array(${appending('@tenant')}) as row`

/**
 * The same in a certain transaction alone: should its host have ended it meanwhile, there is no tenant, and without one
 * no row can be written.
 */
export const appendInside = `select json_build_array(${appending(
  'case when pg_current_xact_id_if_assigned()::text = @inside::text then @tenant::text end',
)}) as row`

/** The name of the value that a part is given later. */
export const lastly = (part: Last): `last_${Last}` => `last_${part}`

const leave = (name: string, value: string): string =>
  `set_config('colloquy.${name}', @${value}::text, true) is null`

/** The same, and leaves with the transaction what comes last: `last_events` and so on. */
export const appendBefore = `select json_build_array(${appending('@tenant')}, ${leave('tenant', 'tenant')},
  ${last.map((part) => leave(part, lastly(part))).join(', ')}) as row`

/**
 * What comes last and the commit, in one message: the server has both or neither, so it never holds the tenant's
 * counter while the network withholds the commit. A message with values could hold no second statement.
 */
export const lastAndCommit = `select json_build_array(${lastFunction.name}())::text as row; commit`
