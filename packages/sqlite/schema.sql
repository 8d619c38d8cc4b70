CREATE TABLE colloquy_checkpoint (
  name text not null,
  slot integer not null,
  tenant text not null,
  position integer not null,
  primary key (name, slot, tenant)
) strict, without rowid;

CREATE TABLE colloquy_conversation (
  seq integer primary key,
  tenant text not null,
  conversation text not null,
  version integer not null,
  customer_version integer not null,
  type text not null check (type in ('customer', 'internal')),
  status text not null check (status in ('open', 'closed', 'removed')),
  locked integer not null,
  initiator_side text not null check (initiator_side in ('customer', 'staff')),
  initiator text not null,
  customer text,
  assignee text,
  queue text,
  queued_at integer,
  source_type text,
  source text,
  channel text not null,
  subject_version integer,
  concerns_side text not null check (concerns_side in ('customer', 'staff')),
  concerns text not null,
  attributes text not null,
  labels text not null,
  links integer not null,
  members integer not null,
  big integer not null,
  forked_from text,
  forked_to text,
  staff_n integer not null,
  customer_n integer not null,
  from_customer_n integer not null,
  last_staff_id text,
  last_staff_n integer,
  staff_at integer not null,
  last_customer_id text,
  last_customer_n integer,
  customer_at integer not null,
  run_id text,
  run_n integer,
  run_staff_n integer,
  run_at integer,
  answered_n integer not null,
  settled_n integer not null,
  reopened_at integer,
  reopened_n integer,
  waiting_at integer,
  arrived_at integer not null,
  created_at integer not null,
  closed_at integer,
  last_at integer not null
) strict;

CREATE INDEX colloquy_conversation_activity on colloquy_conversation (tenant, staff_at desc, conversation desc);

CREATE INDEX colloquy_conversation_assignee
  on colloquy_conversation (tenant, assignee, status, staff_at desc, conversation desc) where assignee is not null;

CREATE INDEX colloquy_conversation_closed on colloquy_conversation (tenant, closed_at desc, conversation desc)
  where status = 'closed';

CREATE INDEX colloquy_conversation_customer on colloquy_conversation (tenant, customer, created_at)
  where customer is not null;

CREATE UNIQUE INDEX colloquy_conversation_id on colloquy_conversation (tenant, conversation);

CREATE INDEX colloquy_conversation_picklist on colloquy_conversation (tenant, arrived_at, conversation)
  where queue is not null and assignee is null and status = 'open';

CREATE INDEX colloquy_conversation_queue on colloquy_conversation (tenant, queue, arrived_at, conversation)
  where queue is not null and assignee is null and status = 'open';

CREATE INDEX colloquy_conversation_queue_closed
  on colloquy_conversation (tenant, queue, closed_at desc, conversation desc)
  where status = 'closed' and queue is not null;

CREATE INDEX colloquy_conversation_waiting on colloquy_conversation (tenant, waiting_at, conversation)
  where waiting_at is not null;

CREATE TABLE colloquy_event (
  n integer primary key,
  tenant text not null,
  position integer,
  conversation text not null,
  reader text not null,
  version integer not null,
  customer_version integer,
  type text not null,
  schema integer not null,
  at integer not null,
  actor_side text not null,
  actor text not null,
  actor_kind text not null,
  command text not null,
  correlation text,
  causation text,
  meta text not null,
  facts text not null,
  subject text,
  personal text
) strict;

CREATE UNIQUE INDEX colloquy_event_position on colloquy_event (tenant, position);

CREATE INDEX colloquy_event_shown on colloquy_event (tenant, conversation, customer_version)
  where customer_version is not null
  and type not in ('message-posted', 'message-edited', 'message-removed', 'message-published');

CREATE UNIQUE INDEX colloquy_event_stream on colloquy_event (tenant, conversation, reader, version);

CREATE TRIGGER colloquy_event_gapless before insert on colloquy_event
when new.version <> 1 + coalesce((
  select max(version) from colloquy_event
  where tenant = new.tenant and conversation = new.conversation and reader = new.reader), 0)
or exists (select 1 from colloquy_event where n = new.n)
or exists (select 1 from colloquy_event where tenant = new.tenant and position = new.position)
begin
  select raise(abort, 'colloquy: the log has no gaps and is never replaced');
end;

CREATE TRIGGER colloquy_event_kept before update of
  n, tenant, conversation, reader, version, customer_version, type, schema, at, actor_side, actor, actor_kind,
  command, correlation, causation, meta, facts, subject on colloquy_event
begin
  select raise(abort, 'colloquy: the log is append-only');
end;

CREATE TRIGGER colloquy_event_numbered_once before update of position on colloquy_event
when old.position is not null or new.position is null
begin
  select raise(abort, 'colloquy: the log is append-only');
end;

CREATE TRIGGER colloquy_event_only_erased before update of personal on colloquy_event
when new.personal is not null
begin
  select raise(abort, 'colloquy: the log is append-only');
end;

CREATE TRIGGER colloquy_event_undeleted before delete on colloquy_event
when not exists (
  select 1 from colloquy_purge
  where tenant = old.tenant and (conversation is null or conversation = old.conversation))
begin
  select raise(abort, 'colloquy: the log is append-only');
end;

CREATE TABLE colloquy_label (
  tenant text not null,
  conversation text not null,
  label text not null,
  primary key (tenant, label, conversation)
) strict, without rowid;

CREATE INDEX colloquy_label_conversation on colloquy_label (tenant, conversation);

CREATE TABLE colloquy_ledger (
  seq integer primary key,
  tenant text not null,
  side text not null check (side in ('customer', 'staff')),
  actor text not null,
  command text not null,
  hash text,
  conversation text not null,
  version integer not null,
  customer_version integer not null,
  last_reader text not null,
  last_version integer not null,
  message text,
  changed integer not null,
  ended_access integer not null,
  at integer not null
) strict;

CREATE UNIQUE INDEX colloquy_ledger_command on colloquy_ledger (tenant, side, actor, command);

CREATE TABLE colloquy_link (
  tenant text not null,
  conversation text not null,
  type text not null,
  record text not null,
  customer_visible integer not null,
  primary key (tenant, type, record, conversation)
) strict, without rowid;

CREATE INDEX colloquy_link_conversation on colloquy_link (tenant, conversation);

CREATE TABLE colloquy_message (
  tenant text not null,
  conversation text not null,
  n integer not null,
  id text not null,
  customer_n integer,
  customer_version integer,
  from_customer_n integer not null,
  version integer not null,
  body_version integer not null,
  author_side text not null check (author_side in ('customer', 'staff')),
  author text not null,
  author_kind text not null check (author_kind in ('customer', 'staff', 'bot', 'system')),
  actor_side text not null check (actor_side in ('customer', 'staff')),
  actor text not null,
  author_own_n integer not null,
  actor_own_n integer not null,
  author_own_customer_n integer not null,
  actor_own_customer_n integer not null,
  visibility text not null check (visibility in ('public', 'internal')),
  removed integer not null,
  answers integer not null,
  mentions text not null,
  reply_to text,
  attributes text not null,
  at integer not null,
  public_at integer,
  edited_at integer,
  public_edited_at integer,
  primary key (tenant, conversation, n)
) strict, without rowid;

CREATE UNIQUE INDEX colloquy_message_customer_n on colloquy_message (tenant, conversation, customer_n)
  where customer_n is not null;

CREATE UNIQUE INDEX colloquy_message_id on colloquy_message (tenant, conversation, id);

CREATE INDEX colloquy_message_removed on colloquy_message (tenant, conversation, n) where removed = 1;

CREATE TABLE colloquy_meta (
  key text primary key,
  value text not null
) strict, without rowid;

CREATE TABLE colloquy_own (
  tenant text not null,
  conversation text not null,
  side text not null check (side in ('customer', 'staff')),
  actor text not null,
  n integer not null,
  own_n integer not null,
  own_customer_n integer not null,
  primary key (tenant, conversation, side, actor, n)
) strict, without rowid;

CREATE TABLE colloquy_parked (
  name text not null,
  tenant text not null,
  conversation text not null,
  position integer not null,
  error text not null,
  attempts integer not null, since integer not null default 0, due integer default 0, waited integer not null default 0, parked integer not null default 1,
  primary key (name, tenant, conversation)
) strict, without rowid;

CREATE INDEX colloquy_parked_due on colloquy_parked (name, due);

CREATE TABLE colloquy_purge (
  tenant text not null,
  conversation text
) strict;

CREATE TABLE colloquy_record_follower (
  tenant text not null,
  conversation text not null,
  type text not null,
  record text not null,
  side text not null check (side in ('customer', 'staff')),
  actor text not null,
  version integer not null,
  following integer not null,
  primary key (tenant, type, record, side, actor)
) strict, without rowid;

CREATE INDEX colloquy_record_follower_actor on colloquy_record_follower (tenant, side, actor, type, record)
  where following = 1;

CREATE INDEX colloquy_record_follower_stream on colloquy_record_follower (tenant, conversation);

CREATE TABLE colloquy_seat (
  tenant text not null,
  conversation text not null,
  side text not null check (side in ('customer', 'staff')),
  actor text not null,
  kind text not null check (kind in ('customer', 'staff', 'bot', 'system')),
  version integer not null,
  participant integer not null,
  follower integer not null,
  initiator integer not null,
  assigned integer not null,
  was_assigned integer not null,
  member integer not null,
  muted integer not null,
  hidden_n integer not null,
  name_version integer,
  placed integer not null,
  flag integer not null,
  mark_version integer not null,
  own_n integer not null,
  own_customer_n integer not null,
  read_n integer not null,
  read_own_n integer not null,
  removed_n integer not null,
  read_customer_n integer not null,
  read_own_customer_n integer not null,
  removed_customer_n integer not null,
  big integer not null,
  head_n integer not null,
  head_customer_n integer not null,
  sort_at integer,
  hidden integer not null,
  unread integer generated always as (
    case when member and placed and not hidden and not big
    then head_n - read_n - (own_n - read_own_n) - removed_n else 0 end) virtual,
  attention integer generated always as (
    member and not hidden and not big and not muted and
    (flag or (placed and head_n - read_n - (own_n - read_own_n) - removed_n > 0))) virtual,
  primary key (tenant, conversation, side, actor)
) strict, without rowid;

CREATE INDEX colloquy_seat_attention
  on colloquy_seat (tenant, side, actor, sort_at desc, conversation desc, unread, assigned) where attention = 1;

CREATE INDEX colloquy_seat_big on colloquy_seat (tenant, side, actor, conversation)
  where member = 1 and hidden = 0 and big = 1;

CREATE INDEX colloquy_seat_former on colloquy_seat (tenant, side, actor, conversation) where member = 0;

CREATE INDEX colloquy_seat_list on colloquy_seat (tenant, side, actor, sort_at desc, conversation desc)
  where member = 1 and hidden = 0 and big = 0;

CREATE TABLE colloquy_slot (
  name text not null,
  slot integer not null,
  owner text,
  lease_until integer not null,
  epoch integer not null,
  primary key (name, slot)
) strict, without rowid;

CREATE TABLE colloquy_subject (
  tenant text not null,
  subject text not null,
  conversation text not null,
  primary key (tenant, subject, conversation)
) strict, without rowid;

CREATE TABLE colloquy_tenant (
  tenant text primary key,
  head integer not null
) strict, without rowid;

CREATE VIRTUAL TABLE colloquy_term using fts5 (
  scope, body, subject, name, phone, digest unindexed,
  content = '', contentless_delete = 1, contentless_unindexed = 1, detail = column, tokenize = 'ascii'
);
