import { createHash } from 'node:crypto'
import { writersFrom } from '@colloquy/core/storage'
import { migrations } from './migrations/migrations.ts'
import { needed } from './schema.ts'
import { answering, appended, appending, last, lastly } from './sql/appending.ts'
import { loading, parts } from './sql/loading.ts'
import { gathered, rowsAsJson } from './statements.ts'

/** A function in the database: its name, and the statement that creates it. */
export type Made = { readonly name: string; readonly sql: string }

/**
 * Functions group statements into one round trip. Each part of a batch is one parameter. They run by generic plans,
 * which must use the indexes even if they are made while tables are empty. Operators are qualified, so that the
 * session's search path does not matter.
 */
const settings = `set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set search_path = pg_catalog, pg_temp`

type ParameterNames = { readonly tenant: string; readonly rows: string }

const bound = (sql: string, { tenant, rows }: ParameterNames): string =>
  sql.replaceAll('@tenant', tenant).replaceAll('@rows::json', rows)

const asked = (sql: string, by: ParameterNames): string => `  if ${by.rows} is not null then
    ${bound(gathered(sql, `${rowsAsJson} into answer_`), by)};
    answers_ := answers_ || answer_;
  else
    answers_ := answers_ || 'null'::json;
  end if;`

const done = (sql: string, by: ParameterNames): string => `  if ${by.rows} is not null then
    ${bound(sql, by)};
  end if;
  answers_ := answers_ || 'null'::json;`

const parameter = (n: number): ParameterNames => ({ tenant: '$1', rows: `$${n}` })

const jsons = (count: number): string => Array.from({ length: count }, () => 'json').join(', ')

const takes = (
  head: string,
  declared: string,
  body: string,
): string => `(${head}) returns json language plpgsql
${settings}
as $$
declare
${declared}
begin
${body}
  return array_to_json(answers_);
end $$`

const answers = `  answer_ json;
  answers_ json[] := '{}';`

/**
 * Function names contain the schema's version and a digest of the text, so that code never calls a function of other
 * code: processes of two versions run side by side.
 */
const made = (kind: string, text: string): Made => {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  const name = `colloquy_${kind}_${needed}_${digest}`
  return { name, sql: `create or replace function ${name}${text}` }
}

/**
 * The fence against later migrations. It comes first, so that a migration waits for transactions that have passed it.
 */
const fence = `  if exists (select from colloquy_meta where key = 'writers' and value::integer > ${needed}) then
    raise exception 'colloquy: rows of a later version' using errcode = 'CLQ01';
  end if;`

export const loadFunction = made(
  'load',
  takes(
    `text, ${jsons(parts.length)}`,
    answers,
    [fence, ...parts.map((part, i) => asked(loading[part], parameter(i + 2)))].join('\n'),
  ),
)

export const appendFunction = made(
  'append',
  takes(
    `text, json, ${jsons(appended.length)}`,
    `  change_ json;\n${answers}`,
    [
      `  if $2 is not null then
    for change_ in select value from json_array_elements($2) loop
      execute change_ ->> 'sql' using $1, change_ -> 'rows';
    end loop;
  end if;`,
      ...appended.map((part, i) => (answering.has(part) ? asked : done)(appending[part], parameter(i + 3))),
    ].join('\n'),
  ),
)

/**
 * Runs in one message with the commit, without parameters: they are in settings of the transaction.
 * `synchronous_commit` is on, so that an acknowledged commit has been fsynced whatever the session's default.
 */
export const lastFunction = made(
  'last',
  takes(
    '',
    [
      `  tenant_ text := current_setting('colloquy.tenant');`,
      ...last.map((part) => `  ${part}_ json := nullif(current_setting('colloquy.${part}'), '');`),
      answers,
    ].join('\n'),
    [
      `  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;`,
      ...last.map((part) => asked(lastly[part], { tenant: 'tenant_', rows: `${part}_` })),
    ].join('\n'),
  ),
)

/** The functions that this code calls. */
export const functions: ReadonlyArray<Made> = [loadFunction, appendFunction, lastFunction]

/**
 * Drops functions of earlier versions: those from before the version found, whose processes are gone, and those that
 * may not write any more. The first functions had names without a version. Functions of other owners stay.
 */
export const dropEarlier = (found: number): string => `do $$
declare
  earlier_ regprocedure;
begin
  for earlier_ in select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = current_schema()
    and p.proname ~ '^colloquy_(load|append|last)(_[0-9]+_[0-9a-f]+)?$'
    and coalesce(substring(p.proname from '_([0-9]+)_')::integer, 1) < ${Math.max(found, writersFrom(migrations))}
  loop
    execute format('drop function %s', earlier_);
  end loop;
exception when insufficient_privilege then null;
end $$`
