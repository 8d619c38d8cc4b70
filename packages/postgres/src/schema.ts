import type { Connection } from './Connection.ts'
import { migrations } from './migrations/migrations.ts'

/** The version of the schema that this code needs. */
export const needed = migrations.length

const metaOf = async (connection: Connection, key: string): Promise<string | null> => {
  const [exists] = await connection.ask(`select json_build_array(to_regclass(@table) is not null) as row`, {
    table: `${connection.schema}.colloquy_meta`,
  })
  if (exists?.[0] !== true) return null
  const [row] = await connection.ask(
    'select json_build_array(value) as row from colloquy_meta where key = @key',
    {
      key,
    },
  )
  return typeof row?.[0] === 'string' ? row[0] : null
}

/** The version found: 0 where there is no schema. */
export const foundSchema = async (connection: Connection): Promise<number> =>
  Number((await metaOf(connection, 'schema')) ?? 0)

/** The secret made with the schema; null where there is none. */
export const secretOf = (connection: Connection): Promise<string | null> => metaOf(connection, 'secret')
