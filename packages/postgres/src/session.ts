import type { Connection } from './Connection.ts'
import { Unusable } from './errors.ts'

/** The server's own equality operator, whatever the search path. */
export const is = 'operator(pg_catalog.=)'

/**
 * Whether the server's own operators come first. Temporary schemas may precede them, because they can't contain
 * operators.
 */
export const ownOperators = `coalesce(case when (current_schemas(true))[1] operator(pg_catalog.~~) 'pg\\_temp\\_%'
  then (current_schemas(true))[2] ${is} 'pg_catalog' else (current_schemas(true))[1] ${is} 'pg_catalog' end, false)`

const asked = `select json_build_array(current_setting('synchronous_commit') ${is} 'off',
  ${ownOperators}) as row`

/** Operators of another schema in the search path would make any result wrong. */
export const shadowed =
  'the search_path of the connection names pg_catalog after another schema, whose operators may stand in the place of the server’s own: leave pg_catalog out of it, or name it first'

/** Refuses a session in which our statements could have another meaning. */
export const checkSession = async (connection: Connection): Promise<void> => {
  const [, plain] = (await connection.ask(asked, {}))[0] ?? []
  if (plain !== true) throw new Unusable(shadowed)
}

const unsafe =
  'connections have synchronous_commit = off: our commits raise it to on, but a transaction of yours that is given to within may be lost after it was committed; set it to on there'

/** Warnings about the session for the operator. */
export const adviceOn = async (connection: Connection): Promise<ReadonlyArray<string>> => {
  const [off] = (await connection.ask(asked, {}))[0] ?? []
  return off === true ? [unsafe] : []
}
