import { randomUUID } from 'node:crypto'
import { tenant } from './desk.ts'
import type { Handle } from './openDatabase.ts'
import { textFor } from './text.ts'

const author = 'anna'

/**
 * What a full post reads and writes, by hand: on the library's own tables and conversations, with statements made
 * for exactly this post, plain numbers and nothing checked. What a command costs beyond this is the library's.
 */
export const openHandwritten = (database: Handle, conversations: ReadonlyArray<string>) => {
  const write = writer(database)
  const head = database.prepare('select head from colloquy_tenant where tenant = ?').pluck()
  const setHead = database.prepare('update colloquy_tenant set head = ? where tenant = ?')
  const flush = database.transaction((batch: ReadonlyArray<string>) => {
    const before = Number(head.get(tenant))
    batch.forEach((conversation, n) => write(conversation, before + n + 1))
    setHead.run(before + batch.length, tenant)
  })
  let waiting: Array<{ readonly conversation: string; readonly done: () => void }> = []
  const flushWaiting = () => {
    const batch = waiting
    waiting = []
    flush.immediate(batch.map(({ conversation }) => conversation))
    for (const { done } of batch) done()
  }
  let n = 0
  /** Posts in one conversation after the other, in a group commit of all that wait at the moment. */
  return (): Promise<void> => {
    n += 1
    const conversation = conversations[n % conversations.length] ?? ''
    return new Promise((done) => {
      if (waiting.push({ conversation, done }) === 1) setImmediate(flushWaiting)
    })
  }
}

/** Reads what a post decides on and writes what it comes to. */
const writer = (database: Handle) => {
  const receipt = database.prepare(
    "select hash from colloquy_ledger where tenant = ? and side = 'staff' and actor = ? and command = ?",
  )
  const header = database
    .prepare(
      `select version, customer_version, staff_n, customer_n, from_customer_n, status, type, members, big
       from colloquy_conversation where tenant = ? and conversation = ?`,
    )
    .raw()
  const seat = database
    .prepare(
      `select own_n, member, version from colloquy_seat
       where tenant = ? and conversation = ? and side = 'staff' and actor = ?`,
    )
    .raw()
  const known = database.prepare(
    'select n from colloquy_message where tenant = ? and conversation = ? and id = ?',
  )
  const insertEvent = inserting(
    database,
    'event',
    'tenant position conversation version customer_version at actor command facts subject personal',
    { type: 'message-posted', schema: 1, actor_side: 'staff', actor_kind: 'staff', meta: '{}' },
  )
  const insertMessage = inserting(
    database,
    'message',
    `tenant conversation n id customer_n customer_version from_customer_n version body_version author actor
     author_own_n actor_own_n at public_at`,
    {
      author_side: 'staff',
      author_kind: 'staff',
      actor_side: 'staff',
      visibility: 'public',
      answers: 1,
      mentions: '[]',
      attributes: '{}',
    },
  )
  const insertOwn = inserting(database, 'own', 'tenant conversation actor n own_n', { side: 'staff' })
  const updateConversation = database.prepare(`update colloquy_conversation set
    version = ?, customer_version = ?, staff_n = ?, customer_n = ?, last_staff_id = ?, last_staff_n = ?,
    staff_at = ?, last_customer_id = ?, last_customer_n = ?, customer_at = ?, answered_n = ?, run_id = null,
    run_n = null, run_staff_n = null, run_at = null, waiting_at = null, last_at = ?
    where tenant = ? and conversation = ?`)
  const updateSeats = database.prepare(
    'update colloquy_seat set head_n = ?, head_customer_n = ?, sort_at = ? where tenant = ? and conversation = ?',
  )
  const updateOwn = database.prepare(
    "update colloquy_seat set own_n = ? where tenant = ? and conversation = ? and side = 'staff' and actor = ?",
  )
  const insertTerm = database.prepare('insert into colloquy_term (rowid, scope, body) values (?, ?, ?)')
  const insertReceipt = inserting(
    database,
    'ledger',
    'tenant actor command hash conversation version customer_version last_version message at',
    { side: 'staff', changed: 1 },
  )

  return (conversation: string, position: number): void => {
    const at = Date.now()
    const body = textFor(position)
    const command = randomUUID()
    const message = randomUUID()
    if (receipt.get(tenant, author, command) !== undefined) return
    const [version, customerVersion, staffN, customerN, fromCustomerN] = numbers(
      header.get(tenant, conversation),
    )
    const [ownN] = numbers(seat.get(tenant, conversation, author))
    if (known.get(tenant, conversation, message) !== undefined) return
    const [v, cv, n, cn, own] = [version + 1, customerVersion + 1, staffN + 1, customerN + 1, ownN + 1]
    const facts = JSON.stringify({
      messageId: message,
      author: { side: 'staff', id: author },
      visibility: 'public',
      mentions: [],
      replyTo: null,
      answers: true,
      attributes: {},
    })
    const personal = JSON.stringify({ body, hash: command })
    const posted = [
      tenant,
      position,
      conversation,
      v,
      cv,
      at,
      author,
      command,
      facts,
      `staff:${author}`,
      personal,
    ]
    const { lastInsertRowid } = insertEvent.run(posted)
    const placed = [
      tenant,
      conversation,
      n,
      message,
      cn,
      cv,
      fromCustomerN,
      v,
      v,
      author,
      author,
      own,
      own,
      at,
      at,
    ]
    insertMessage.run(placed)
    insertOwn.run(tenant, conversation, author, n, own)
    updateConversation.run(v, cv, n, cn, message, n, at, message, cn, at, n, at, tenant, conversation)
    updateSeats.run(n, cn, at, tenant, conversation)
    updateOwn.run(own, tenant, conversation, author)
    insertTerm.run(lastInsertRowid, `t${tenant}`, [...new Set(body.split(' '))].join(' '))
    insertReceipt.run(tenant, author, command, command, conversation, v, cv, v, message, at)
  }
}

type Five = readonly [number, number, number, number, number]
const isNumbers = (row: unknown): row is Five => Array.isArray(row)

const numbers = (row: unknown): Five => {
  if (isNumbers(row)) return row
  throw new Error('a row is missing')
}

/** An INSERT that binds some columns, sets others, and leaves the rest null, 0 or empty as they allow. */
const inserting = (
  database: Handle,
  table: string,
  bound: string,
  set: { readonly [column: string]: string | number },
) => {
  const names = bound.split(/\s+/u)
  const rest = database
    .prepare(
      `select name, case when "notnull" = 0 then 'null' when type = 'INTEGER' then '0' else '''''' end
       from pragma_table_info('colloquy_${table}')`,
    )
    .raw()
    .all()
    .map((row): readonly [string, string] =>
      Array.isArray(row) ? [String(row[0]), String(row[1])] : ['', ''],
    )
    .filter(([name]) => !names.includes(name) && set[name] === undefined)
  const literals = Object.entries(set).map(([name, value]): readonly [string, string] => [
    name,
    typeof value === 'number' ? String(value) : `'${value}'`,
  ])
  const others = [...literals, ...rest]
  return database.prepare(
    `insert into colloquy_${table} (${[...names, ...others.map(([name]) => name)].join(', ')})
     values (${[...names.map(() => '?'), ...others.map(([, value]) => value)].join(', ')})`,
  )
}
