import { writersFrom } from '@colloquy/core/storage'
import { asLongAsItTakes, type Connection } from './Connection.ts'
import { dropEarlier, functions } from './functions.ts'
import { migrations } from './migrations/migrations.ts'
import { foundSchema, needed } from './schema.ts'
import { inSchema, quoted } from './statements.ts'
import { inTransaction } from './transactions.ts'

/** Two version 4 UUIDs without dashes, made by the server, so that no secret has to be sent to it. */
const madeSecret = `replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')`

const meta = `create table if not exists colloquy_meta (
  key text collate "C" primary key,
  value text collate "C" not null
)`

/** Function bodies qualify the schema, because callers may have another search path. */
const withSchema = (migration: string, schema: string): string =>
  migration.replace(/\$\$[^]*?\$\$/gu, (body) => inSchema(body, schema))

/** Roles that could call functions of earlier code may call these. */
const regranted = `do $$
declare
  role_ regrole;
begin
  for role_ in select distinct a.grantee::regrole from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace cross join lateral aclexplode(p.proacl) a
    where n.nspname = current_schema() and p.proname ~ '^colloquy_(load|append|last)(_|$)'
    and a.privilege_type = 'EXECUTE' and a.grantee not in (0, p.proowner)
  loop
    execute format('grant execute on function ${functions.map(({ name }) => name).join(', ')} to %s', role_);
  end loop;
end $$`

/** Versions only increase, whichever process writes them. */
const setVersion = (key: string, version: number): string =>
  `insert into colloquy_meta (key, value) values ('${key}', '${version}')
on conflict (key) do update set value = excluded.value
where colloquy_meta.value::integer < excluded.value::integer`

/**
 * The statements that migrate a schema and create this code's functions, in a transaction of their own. Every command
 * reads the table locked here before it locks anything else, so the migration waits for running commands, and later
 * ones see whether they may still write.
 */
const statementsFrom = (found: number, schema: string): ReadonlyArray<string> => [
  `set local search_path = ${schema}, pg_temp`,
  meta,
  ...(found < needed ? ['lock table colloquy_meta in access exclusive mode'] : []),
  ...migrations.slice(found).map(({ sql }) => withSchema(sql, schema)),
  ...functions.map(({ sql }) => withSchema(sql, schema)),
  regranted,
  ...(found < needed ? [dropEarlier(found)] : []),
  setVersion('schema', needed),
  setVersion('writers', writersFrom(migrations)),
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
  // Not all functions: a role that may call the one that numbers events could act as its owner.
  `grant execute on function ${functions.map(({ name }) => `${schema}.${name}`).join(', ')} to ${role}`,
]

/** Whether this code's functions exist. */
export const hasFunctions = async (connection: Connection): Promise<boolean> => {
  const [row] = await connection.ask(
    `select json_build_array(count(*)) as row from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.oid = to_regnamespace(@schema) and p.proname = any (string_to_array(@names, ' '))`,
    { schema: connection.schema, names: functions.map(({ name }) => name).join(' ') },
  )
  return row?.[0] === functions.length
}

const isDone = async (connection: Connection, found: number): Promise<boolean> =>
  found > needed || (found === needed && (await hasFunctions(connection)))

/**
 * Migrates the schema under a lock, so that concurrent processes do it once. A newer schema is not changed. Answers the
 * resulting version.
 */
export const migrateOn = async (connection: Connection): Promise<number> => {
  const before = await foundSchema(connection)
  if (await isDone(connection, before)) return before
  return inTransaction(
    connection,
    'begin; set local statement_timeout = 0; set local lock_timeout = 0',
    async () => {
      const { schema } = connection
      // The second process waits here for the first, and finds the schema migrated.
      await connection.ask(
        `select json_build_array(pg_advisory_xact_lock(hashtextextended(@name, 0)) is null) as row`,
        {
          name: `colloquy ${schema}`,
        },
      )
      // A session caches which tables were missing, and refreshes that when it locks a table, not while it waits here.
      await connection.tell('lock table pg_catalog.pg_class in access share mode')
      const found = await foundSchema(connection)
      if (await isDone(connection, found)) return found
      const [exists] = await connection.ask(
        `select json_build_array(to_regnamespace(@schema) is not null) as row`,
        { schema },
      )
      // `create schema if not exists` needs a privilege on the database even where the schema exists.
      if (exists?.[0] !== true) await connection.tell(`create schema ${schema}`)
      for (const statement of statementsFrom(found, schema)) await connection.tell(statement, asLongAsItTakes)
      return needed
    },
  )
}
