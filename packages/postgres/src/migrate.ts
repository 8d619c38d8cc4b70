import { asLongAsItTakes, type Connection } from './Connection.ts'
import { migrations } from './migrations/migrations.ts'
import { foundSchema, needed } from './schema.ts'
import { inSchema, quoted } from './statements.ts'
import { inTransaction } from './transactions.ts'

/** Two uuids of the fourth kind, without their dashes: made by the server, so that nobody has to carry a secret to it. */
const madeSecret = `replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')`

const meta = `create table if not exists colloquy_meta (
  key text collate "C" primary key,
  value text collate "C" not null
)`

/** Function bodies name the schema themselves: whoever calls them may have another search path. */
const withSchema = (migration: string, schema: string): string =>
  migration.replace(/\$\$[^]*?\$\$/gu, (body) => inSchema(body, schema))

/** The statements that bring a schema from one version to what this code needs, in a transaction of their own. */
const statementsFrom = (found: number, schema: string): ReadonlyArray<string> => [
  `set local search_path = ${schema}, pg_temp`,
  meta,
  ...migrations.slice(found).map((migration) => withSchema(migration, schema)),
  `insert into colloquy_meta (key, value) values ('schema', '${needed}')
on conflict (key) do update set value = excluded.value
where colloquy_meta.value::integer < excluded.value::integer`,
  `insert into colloquy_meta (key, value) values ('secret', ${madeSecret}) on conflict (key) do nothing`,
]

/**
 * The statements that make the schema, or bring it up from an older version, for an operator to run where the
 * application has no right to. `grantTo`: a role that the application connects as, which is then given all it needs.
 *
 * @example
 * import { migrationStatements } from '@colloquy/postgres'
 *
 * console.log(migrationStatements({ schema: 'colloquy', grantTo: 'shop' }).split('\n')[0]) // begin;
 */
export const migrationStatements = (
  options: { readonly schema?: string; readonly from?: number; readonly grantTo?: string } = {},
): string => {
  const schema = quoted(options.schema ?? 'colloquy')
  const from = options.from ?? 0
  if (!Number.isInteger(from) || from < 0 || from > needed) {
    throw new RangeError(`from: ${from} is no version that this code knows: 0 to ${needed}`)
  }
  const statements = [
    'begin',
    `create schema if not exists ${schema}`,
    ...statementsFrom(from, schema),
    ...(options.grantTo === undefined ? [] : grants(schema, quoted(options.grantTo))),
    'commit',
  ]
  return `${statements.map((statement) => `${statement.trim().replace(/;$/u, '')};`).join('\n')}\n`
}

const grants = (schema: string, role: string): ReadonlyArray<string> => [
  `grant usage on schema ${schema} to ${role}`,
  `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
  `grant usage on all sequences in schema ${schema} to ${role}`,
  // Not all: whoever may use the one that numbers events can act as their owner.
  `grant execute on function ${schema}.colloquy_load, ${schema}.colloquy_append to ${role}`,
]

/**
 * Brings the schema to what this code needs, under a lock: processes that ask at once do it once. A newer schema stays
 * as it is; answers the version that then is there.
 */
export const migrateOn = async (connection: Connection): Promise<number> => {
  const before = await foundSchema(connection)
  if (before >= needed) return before
  return inTransaction(
    connection,
    'begin; set local statement_timeout = 0; set local lock_timeout = 0',
    async () => {
      const { schema } = connection
      // Whoever comes second waits here until the first is done, and finds it done.
      await connection.ask(
        `select json_build_array(pg_advisory_xact_lock(hashtextextended(@name, 0)) is null) as row`,
        {
          name: `colloquy ${schema}`,
        },
      )
      // A session remembers which tables were missing, and learns better when it locks a table, not while it waits here.
      await connection.tell('lock table pg_catalog.pg_class in access share mode')
      const found = await foundSchema(connection)
      if (found >= needed) return found
      const [exists] = await connection.ask(
        `select json_build_array(to_regnamespace(@schema) is not null) as row`,
        { schema },
      )
      // Asking for it needs a right on the database even where it is there.
      if (exists?.[0] !== true) await connection.tell(`create schema ${schema}`)
      for (const statement of statementsFrom(found, schema)) await connection.tell(statement, asLongAsItTakes)
      return needed
    },
  )
}
