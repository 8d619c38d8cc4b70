import { randomUUID } from 'node:crypto'
import type { Handle } from './openDatabase.ts'

const tenant = 'acme'
const author = 'anna'
const at0 = 1_760_000_000_000
const text =
  'the order came yesterday and one of its two parts was broken, what shall we do about it now? '.repeat(2)
const words = [...new Set(text.match(/\w+/gu))].join(' ')

/**
 * What a full post reads and writes, by hand: on the library's own schema, with statements made for exactly this
 * post, plain numbers and nothing checked. What a command costs beyond this is the library's.
 */
export const openHandwritten = (database: Handle, conversations: number) => {
  const prepare = (sql: string) => database.prepare(sql)
  const head = prepare('select head from colloquy_tenant where tenant = ?').pluck()
  const setHead = prepare('insert or replace into colloquy_tenant (tenant, head) values (?, ?)')
  const receipt = prepare(
    'select hash from colloquy_ledger where tenant = ? and side = ? and actor = ? and command = ?',
  ).pluck()
  const header = prepare(
    `select version, customer_version, staff_n, customer_n, from_customer_n, status, type, members, big
     from colloquy_conversation where tenant = ? and conversation = ?`,
  ).raw()
  const seat = prepare(
    `select version, own_n, own_customer_n, member from colloquy_seat
     where tenant = ? and conversation = ? and side = ? and actor = ?`,
  ).raw()
  const known = prepare(
    'select n from colloquy_message where tenant = ? and conversation = ? and id = ?',
  ).pluck()
  const insertEvent = prepare(`insert into colloquy_event values (
    null, ?, ?, ?, '', ?, ?, 'message-posted', 1, ?, 'staff', ?, 'staff', ?, null, null, '{}', ?, ?, ?)`)
  const insertMessage = prepare(`insert into colloquy_message values (
    null, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'staff', ?, 'staff', 'staff', ?, ?, ?, 0, ?,
    'public', 0, 1, '[]', null, '{}', ?, ?, null, null)`)
  const insertOwn = prepare("insert into colloquy_own values (?, ?, 'staff', ?, ?, ?, ?)")
  const updateConversation = prepare(`update colloquy_conversation set
    version = ?, customer_version = ?, staff_n = ?, customer_n = ?, last_staff_id = ?, last_staff_n = ?, staff_at = ?,
    last_customer_id = ?, last_customer_n = ?, customer_at = ?, answered_n = ?, run_id = null, run_n = null,
    run_staff_n = null, run_at = null, waiting_at = null, last_at = ?
    where tenant = ? and conversation = ?`)
  const updateSeats = prepare(
    'update colloquy_seat set head_n = ?, head_customer_n = ?, sort_at = ? where tenant = ? and conversation = ?',
  )
  const updateOwn = prepare(`update colloquy_seat set own_n = ?
    where tenant = ? and conversation = ? and side = 'staff' and actor = ?`)
  const insertTerm = prepare(
    'insert into colloquy_term (rowid, scope, body, subject, name, phone) values (?, ?, ?, ?, ?, ?)',
  )
  const insertReceipt = prepare(
    "insert into colloquy_ledger values (null, ?, 'staff', ?, ?, ?, ?, ?, ?, ?, 1, 0, ?)",
  )
  const insertConversation = prepare(`insert into colloquy_conversation values (
    null, ?, ?, 0, 0, 'customer', 'open', 0, 'staff', ?, ?, null, null, null, null, null, 'web', null, 'staff', ?,
    '{}', '[]', 0, 2, 0, null, null, 0, 0, 0, null, null, ?, null, null, ?, null, null, null, null, 0, 0, null, null,
    null, ?, ?, null, ?)`)
  const insertSeat = prepare(`insert into colloquy_seat values (
    ?, ?, ?, ?, ?, 0, 1, 1, 0, 0, 0, 1, 0, 0, null, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?, 0)`)

  database.transaction(() => {
    for (let n = 0; n < conversations; n += 1) {
      const id = `conversation-${n}`
      insertConversation.run(tenant, id, author, `cleo-${n}`, author, at0, at0, at0, at0, at0)
      insertSeat.run(tenant, id, 'staff', author, 'staff', at0)
      insertSeat.run(tenant, id, 'customer', `cleo-${n}`, 'customer', at0)
    }
  })()

  let at = at0
  const numbers = (row: unknown): ReadonlyArray<number> => {
    if (Array.isArray(row)) return row
    throw new Error('a row is missing')
  }

  const write = (conversation: string, position: number): void => {
    at += 1
    const command = randomUUID()
    const message = randomUUID()
    if (receipt.get(tenant, 'staff', author, command) !== undefined) return
    const [version = 0, customerVersion = 0, staffN = 0, customerN = 0, fromCustomerN = 0] = numbers(
      header.get(tenant, conversation),
    )
    const [, ownN = 0] = numbers(seat.get(tenant, conversation, 'staff', author))
    if (known.get(tenant, conversation, message) !== undefined) return
    const [v, cv, n, cn, own] = [version + 1, customerVersion + 1, staffN + 1, customerN + 1, ownN + 1]
    const facts = JSON.stringify({
      messageId: message,
      author: { side: 'staff', id: author },
      visibility: 'public',
    })
    const { lastInsertRowid } = insertEvent.run(
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
      JSON.stringify({ body: text }),
    )
    insertMessage.run(
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
      0,
      at,
      at,
    )
    insertOwn.run(tenant, conversation, author, n, own, 0)
    updateConversation.run(v, cv, n, cn, message, n, at, message, cn, at, n, at, tenant, conversation)
    updateSeats.run(n, cn, at, tenant, conversation)
    updateOwn.run(own, tenant, conversation, author)
    insertTerm.run(lastInsertRowid, `t${tenant} c${conversation}`, words, '', '', '')
    insertReceipt.run(tenant, author, command, 'x'.repeat(64), conversation, v, cv, message, at)
  }

  const flush = database.transaction((batch: ReadonlyArray<string>) => {
    const before = Number(head.get(tenant) ?? 0)
    batch.forEach((conversation, n) => write(conversation, before + n + 1))
    setHead.run(tenant, before + batch.length)
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
    const conversation = `conversation-${n % conversations}`
    return new Promise((done) => {
      if (waiting.push({ conversation, done }) === 1) setImmediate(flushWaiting)
    })
  }
}
