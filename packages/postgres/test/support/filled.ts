import { actor, openConversations, roles } from 'colloquy'
import type pg from 'pg'
import { quoted } from '../../src/statements.ts'
import { postgres } from '../../src/Storage.ts'

export const agents = 4
const customers = 50
const tables = [
  'event',
  'subject',
  'conversation',
  'seat',
  'message',
  'own',
  'link',
  'label',
  'term',
  'ledger',
]

/** One conversation of each kind: somebody's, nobody's, and a closed one. */
const templates = async (url: string, schema: string): Promise<ReadonlyArray<string>> => {
  const chat = await openConversations({
    storage: postgres({ connectionString: url, schema }),
    policies: 'helpdesk',
    records: { order: { customerVisible: true } },
  })
  const desk = chat.as(
    actor({ tenant: 'template', id: 'anna', kind: 'staff', can: roles.admin, queues: ['support'] }),
  )
  const cleo = chat.as(actor({ tenant: 'template', id: 'cleo', kind: 'customer', can: roles.customer }))
  const begun = async () => {
    const record = { type: 'order', id: 'record' }
    const { conversationId } = await desk.start({
      type: 'customer',
      subject: 'A question',
      customer: { id: 'cleo', name: 'Cleo', phone: '+49301234567' },
      participants: ['bert', 'carl'].map((id) => ({ id, kind: 'staff' as const })),
      queue: 'support',
      contexts: [record],
    })
    await desk.label({ conversationId, label: 'urgent' })
    await cleo.post({ conversationId, body: 'Where is it?' })
    await desk.post({ conversationId, body: 'On its way', visibility: 'internal' })
    await cleo.post({ conversationId, body: 'Since when?' })
    return conversationId
  }
  try {
    const [open, waiting, closed] = [await begun(), await begun(), await begun()]
    await desk.pick({ conversationId: open })
    await desk.pick({ conversationId: closed })
    await desk.close({ conversationId: closed })
    return [open, waiting, closed]
  } finally {
    await chat.close()
  }
}

/** What stands in the place of a template's values in its copy `i` of the tenant `t`. */
const copied = (table: string, column: string, type: string): string => {
  if (column === 'tenant') return `'tenant-' || t.t`
  if (column === 'conversation') return `r.conversation || '-' || i.i`
  if (column === 'record') return `'record-' || i.i % 200`
  if (column === 'command') return `r.command || '-' || i.i`
  if (column === 'label') return `'label-' || i.i % 100`
  if (table === 'event' && column === 'position') return 'r.position + i.i * 100'
  if (table === 'term' && column === 'terms') {
    return `array_to_tsvector(array[left(encode(sha256(('tenant-' || t.t)::bytea), 'hex'), 10) || 'bword' || i.i])`
  }
  // Six to the hour.
  if (column === 'at' || column.endsWith('_at')) return `r.${column} + i.i * 600000`
  if (type !== 'text') return `r.${column}`
  if (['subject', 'last_reader'].includes(column)) {
    return `replace(replace(r.${column}, ':anna', ':agent-' || i.i % ${agents}), ':cleo', ':customer-' || i.i % ${customers})`
  }
  return ['actor', 'author', 'assignee', 'initiator', 'customer', 'concerns'].includes(column)
    ? `case r.${column} when 'anna' then 'agent-' || i.i % ${agents}
       when 'cleo' then 'customer-' || i.i % ${customers} else r.${column} end`
    : `r.${column}`
}

/** Fills a schema with a tenant of many conversations, `tenant-0`, and others of a few. */
export const filled = async (client: pg.Client, url: string, schema: string): Promise<void> => {
  const all = (await templates(url, schema)).map((id) => `'${id}'`).join(', ')
  const name = quoted(schema)
  for (const table of tables) {
    const { rows } = await client.query<{ readonly name: string; readonly type: string }>(
      `select column_name as name, data_type as type from information_schema.columns
       where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' and is_identity = 'NO'`,
      [schema, `colloquy_${table}`],
    )
    await client.query(
      `insert into ${name}.colloquy_${table} (${rows.map((column) => column.name).join(', ')})
       select ${rows.map((column) => copied(table, column.name, column.type)).join(', ')}
       from generate_series(0, 9) as t(t)
       cross join lateral generate_series(1, case t.t when 0 then 1000 else 50 end) as i(i)
       cross join ${name}.colloquy_${table} r
       where r.tenant = 'template' and r.conversation in (${all}) ${table === 'event' ? `and r.reader = ''` : ''}
       order by t.t, i.i, r.conversation ${table === 'event' ? ', r.version' : ''}`,
    )
  }
  await client.query(
    `insert into ${name}.colloquy_record_follower
       (tenant, conversation, type, record, side, actor, version, following)
     select 'tenant-' || t % 10, 'order:record-' || t, 'order', 'record-' || t, 'staff', 'follower-' || a, 1, true
     from generate_series(0, 999) as t(t) cross join generate_series(0, 3) as a(a)`,
  )
}
