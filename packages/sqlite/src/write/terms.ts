import { createHash, hash } from 'node:crypto'
import type { TermRow } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { eventNumber } from '../sql/events.ts'
import { putTerm as putTermSql, removeTerm, removeTermsOf } from '../sql/terms.ts'

/** Finds the log number of an event of a conversation's own stream; null without one. */
export type EventNumber = (tenant: string, conversation: string, version: number) => number | null

/** Finds it in the log. */
export const storedNumber =
  (connection: Connection): EventNumber =>
  (tenant, conversation, version) => {
    const row = connection.raw(eventNumber).get(tenant, conversation, version)
    return typeof row?.[0] === 'number' ? row[0] : null
  }

const scopes = new Map<string, string>()

/** A tenant as one word of the index: it restricts a search to the tenant before anything is read. */
export const scopeOf = (tenant: string): string => {
  const known = scopes.get(tenant)
  if (known !== undefined) return known
  const scope = `t${createHash('sha256').update(tenant).digest('hex').slice(0, 24)}`
  if (scopes.size > 10_000) scopes.clear()
  scopes.set(tenant, scope)
  return scope
}

/** Reversed digits: a suffix of a number becomes a prefix of a word. */
export const reversed = (digits: string): string => Array.from(digits).reverse().join('')

/**
 * A digest of an event's search terms, stored and deleted with the words, so that a rebuild can compare it without
 * searching for each word.
 */
export const digestOf = ({ tenant, body, subject, name, phone }: TermRow): string =>
  hash('sha256', JSON.stringify([tenant, body, subject, name, phone]), 'base64url').slice(0, 22)

export const putTerm = (connection: Connection, row: TermRow, numberOf: EventNumber): void => {
  const n = numberOf(row.tenant, row.conversation, row.version)
  if (n === null) throw new Error('search terms of an event that is not in the log')
  connection
    .prepare(putTermSql)
    .run(
      n,
      scopeOf(row.tenant),
      row.body.join(' '),
      row.subject.join(' '),
      row.name.join(' '),
      row.phone === null ? '' : reversed(row.phone),
      digestOf(row),
    )
}

/** Removes the terms of one event. */
export const removeTerms = (
  connection: Connection,
  where: { readonly [field: string]: unknown },
  numberOf: EventNumber,
): void => {
  const { tenant, conversation, version } = where
  if (typeof tenant !== 'string' || typeof conversation !== 'string')
    throw new Error('terms of no conversation')
  if (typeof version === 'number') {
    const n = numberOf(tenant, conversation, version)
    if (n !== null) connection.prepare(removeTerm).run(n)
    return
  }
  connection.prepare(removeTermsOf).run(tenant, conversation)
}
