import { appendFunction, lastFunction, loadFunction } from './functions.ts'
import { appended, last, type Last } from './sql/appending.ts'
import { parts } from './sql/loading.ts'

/** Loads all parts in one call; parts that are not needed are null. */
export const load = `select json_build_array(${loadFunction.name}(@tenant, ${parts.map((part) => `@${part}::json`).join(', ')})) as row`

/** Calls the function for its fence alone: it fails where a later version forbids this code to write. */
export const fence = `select ${loadFunction.name}('', ${parts.map(() => 'null').join(', ')})`

/** Appends all parts in one call; missing parts are null. `changes`: statements run before it, each with its rows. */
const appending = (tenant: string): string =>
  `${appendFunction.name}(${tenant}, @changes::json, ${appended.map((part) => `@${part}::json`).join(', ')})`

export const append = `select json_build_array(${appending('@tenant')}) as row`

/**
 * The same, but only inside this transaction: if the host has ended it meanwhile, the tenant is null and no row can be
 * written.
 */
export const appendInside = `select json_build_array(${appending(
  'case when pg_current_xact_id_if_assigned()::text = @inside::text then @tenant::text end',
)}) as row`

/** The name of the setting that holds a part for the commit. */
export const lastly = (part: Last): `last_${Last}` => `last_${part}`

const leave = (name: string, value: string): string =>
  `set_config('colloquy.${name}', @${value}::text, true) is null`

/** The same, and stores what comes last in settings of the transaction: `last_events` and so on. */
export const appendBefore = `select json_build_array(${appending('@tenant')}, ${leave('tenant', 'tenant')},
  ${last.map((part) => leave(part, lastly(part))).join(', ')}) as row`

/**
 * The last part and the commit, in one message: the server gets both or neither, so it never holds the lock on the
 * tenant's counter while the network delays the commit. A message with parameters could not contain a second statement.
 */
export const lastAndCommit = `select json_build_array(${lastFunction.name}())::text as row; commit`
