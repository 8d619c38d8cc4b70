import { appended, appending, answering } from '../sql/append.ts'
import { loading, parts } from '../sql/load.ts'
import { gathered, rowsAsJson } from '../statements.ts'

/**
 * Functions hold statements that go together, so that they take one round trip, whatever lies between. Each part of a
 * batch is one parameter. Their plans go by indexes, even those that are made while tables are empty.
 */
const settings = `set plan_cache_mode = force_generic_plan
set enable_seqscan = off`

const bound = (sql: string, parameter: number): string =>
  sql.replaceAll('@tenant', '$1').replaceAll('@rows::json', `$${parameter}`)

const asked = (sql: string, parameter: number): string => `  if $${parameter} is not null then
    ${bound(gathered(sql, `${rowsAsJson} into answer_`), parameter)};
    answers_ := answers_ || answer_;
  else
    answers_ := answers_ || 'null'::json;
  end if;`

const done = (sql: string, parameter: number): string => `  if $${parameter} is not null then
    ${bound(sql, parameter)};
  end if;
  answers_ := answers_ || 'null'::json;`

const jsons = (count: number): string => Array.from({ length: count }, () => 'json').join(', ')

const load = `create function colloquy_load(text, ${jsons(parts.length)}) returns json language plpgsql
${settings}
as $$
declare
  answer_ json;
  answers_ json[] := '{}';
begin
${parts.map((part, i) => asked(loading[part], i + 2)).join('\n')}
  return array_to_json(answers_);
end $$;`

const append = `create function colloquy_append(text, json, ${jsons(appended.length)}) returns json language plpgsql
${settings}
as $$
declare
  change_ json;
  answer_ json;
  answers_ json[] := '{}';
begin
  if $2 is not null then
    for change_ in select value from json_array_elements($2) loop
      execute change_ ->> 'sql' using $1, change_ -> 'rows';
    end loop;
  end if;
${appended
  .map((part, i) => (answering.has(part) ? asked(appending[part], i + 3) : done(appending[part], i + 3)))
  .join('\n')}
  return array_to_json(answers_);
end $$;`

/** Whoever brings the schema up makes them anew: they belong to the code, not to what is stored. */
export const functions = `${load}\n\n${append}\n`
