/**
 * What a post reads and writes, by hand. A batch of one has a function of its own, without arrays. In the other each
 * row given is looked up by its key: the planner knows nothing of arrays, and may not turn a join round.
 */
export type Shape = 'one' | 'many'

const listed = (names: string) => names.trim().split(/\s+/u)

/** A post, a parameter each. `before`: how many of the batch precede it, if it is the last of its conversation. */
const columns = `conversation:text version:integer customer_version:integer n:integer customer_n:integer
  from_customer_n:integer own_n:integer command:text message:text at:bigint facts:text personal:text terms:text
  before:integer`

const parameters = listed(columns).map((column) => {
  const [name = '', type = ''] = column.split(':')
  return { name, type }
})

const given = (shape: Shape, numbered = false): string => {
  const names = parameters.map(({ name }) => name)
  const all = names.map((name) => `a_${name}`)
  if (shape === 'one') return `(select ${names.map((name) => `a_${name} as ${name}`).join(', ')}, 1 as i) w`
  return numbered
    ? `unnest(${all.join(', ')}) with ordinality as w(${names.join(', ')}, i)`
    : `unnest(${all.join(', ')}) as w(${names.join(', ')})`
}

const found = (select: string, as: string) => `cross join lateral (${select} offset 0) ${as}`
const perhaps = (select: string, as: string) => `left join lateral (${select} offset 0) ${as} on true`

/** What a post decides on, of all posts of a batch: one answer, one round trip. */
export const load = `select coalesce(json_agg(json_build_array(c.version, c.customer_version, c.staff_n, c.customer_n,
  c.from_customer_n, s.own_n, l.command is not null or m.id is not null) order by w.i), '[]')::text as rows
from unnest($2::text[], $3::text[], $4::text[]) with ordinality as w(conversation, command, message, i)
${found('select * from colloquy_conversation where tenant = $1 and conversation = w.conversation', 'c')}
${found(
  `select own_n from colloquy_seat
  where tenant = $1 and conversation = w.conversation and side = 'staff' and actor = 'anna'`,
  's',
)}
${perhaps(
  `select command from colloquy_ledger
  where tenant = $1 and side = 'staff' and actor = 'anna' and command = w.command`,
  'l',
)}
${perhaps(
  `select id from colloquy_message where tenant = $1 and conversation = w.conversation and id = w.message`,
  'm',
)}`

/** Sets columns of the rows of each conversation that the batch is about. */
const update = (shape: Shape, table: string, set: string, also = ''): string => {
  const where = `tenant = t and conversation = w.conversation ${also}`
  return shape === 'one'
    ? `update ${table} c set ${set} from ${given(shape)} where c.${where.replace('conversation =', 'c.conversation =')}`
    : `update ${table} c set ${set}
  from (select x.place, w.* from ${given(shape)}
    ${found(`select ctid as place from ${table} where ${where}`, 'x')}
    where w.before is not null offset 0) w
  where c.ctid = w.place`
}

/**
 * Writes a batch: headers first, in the order they are given in, and events, which take the tenant's counter, last.
 * Headers that somebody else moved meanwhile make it fail: in the benchmark nobody does.
 */
export const appendFunction = (
  shape: Shape,
): string => `create function bench_append_${shape}(t text, ${parameters
  .map(({ name, type }) => `a_${name} ${type}${shape === 'one' ? '' : '[]'}`)
  .join(', ')}) returns void language plpgsql as $$
declare
  moved integer;
  posts constant integer := ${shape === 'one' ? '1' : 'array_length(a_version, 1)'};
  ends constant integer := ${shape === 'one' ? '1' : '(select count(b) from unnest(a_before) as b)'};
begin
  ${update(
    shape,
    'colloquy_conversation',
    `version = w.version, customer_version = w.customer_version, staff_n = w.n, customer_n = w.customer_n,
    last_staff_id = w.message, last_staff_n = w.n, staff_at = w.at, last_customer_id = w.message,
    last_customer_n = w.customer_n, customer_at = w.at, answered_n = w.n, run_id = null, run_n = null,
    run_staff_n = null, run_at = null, waiting_at = null, last_at = w.at`,
    `and ${shape === 'one' ? 'c.' : ''}version = w.version - 1 - w.before`,
  )};
  get diagnostics moved = row_count;
  if moved <> ends then raise exception 'somebody else was first'; end if;

  ${update(
    shape,
    'colloquy_seat',
    `head_n = w.n, sort_at = w.at,
    own_n = case when c.side = 'staff' and c.actor = 'anna' then w.own_n else c.own_n end`,
  )};

  insert into colloquy_ledger (tenant, side, actor, command, hash, conversation, version, customer_version,
    last_reader, last_version, message, changed, ended_access, at)
  select t, 'staff', 'anna', w.command, w.command, w.conversation, w.version, w.customer_version, '', w.version,
    w.message, true, false, w.at from ${given(shape)};

  insert into colloquy_message (tenant, conversation, n, id, customer_n, customer_version, from_customer_n, version,
    body_version, author_side, author, author_kind, actor_side, actor, author_own_n, actor_own_n,
    author_own_customer_n, actor_own_customer_n, visibility, removed, answers, mentions, attributes, at, public_at)
  select t, w.conversation, w.n, w.message, w.customer_n, w.customer_version, w.from_customer_n, w.version,
    w.version, 'staff', 'anna', 'staff', 'staff', 'anna', w.own_n, w.own_n, 0, 0, 'public', false, true, '[]', '{}',
    w.at, w.at from ${given(shape)};

  insert into colloquy_own (tenant, conversation, side, actor, n, own_n, own_customer_n)
  select t, w.conversation, 'staff', 'anna', w.n, w.own_n, 0 from ${given(shape)};

  insert into colloquy_term (tenant, conversation, version, terms)
  select t, w.conversation, w.version, array_to_tsvector(string_to_array(w.terms, ' ')) from ${given(shape)};

  insert into colloquy_subject (tenant, subject, conversation)
  select t, 'staff:anna', w.conversation from ${given(shape)} where w.before is not null
  on conflict do nothing;

  update colloquy_tenant set head = head + posts where tenant = t returning head into moved;
  insert into colloquy_event (tenant, position, conversation, reader, version, customer_version, type, schema, at,
    actor_side, actor, actor_kind, command, meta, facts, subject, personal)
  select t, moved - posts + w.i, w.conversation, '', w.version, w.customer_version, 'message-posted', 1, w.at,
    'staff', 'anna', 'staff', w.command, '{}', w.facts::json, 'staff:anna', w.personal::json
  from ${given(shape, true)};
end $$`

export const append = (shape: Shape): string =>
  `select bench_append_${shape}($1, ${parameters
    .map(({ type }, n) => `$${n + 2}::${type}${shape === 'one' ? '' : '[]'}`)
    .join(', ')})`
