import {
  conflict,
  corrupt,
  outcomeUnknown,
  type StoreError,
  unavailable,
  Unreadable,
} from '@colloquy/core/storage'
import { sqlStateOf } from './hosts/sqlState.ts'

/** A setup in which the storage can't work; the message says what to do. */
export class Unusable extends Error {}

/** The connection was lost during COMMIT: the ledger shows whether it was executed. */
export class CommitLost extends Error {}

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null && name in error ? Object(error)[name] : undefined

/**
 * The session or the server ended, so the outcome is unknown. A pooler uses 08P01 for all its errors, also when it lost
 * the server during a commit.
 */
const isLeaving = (state: string): boolean => /^(?:08|40003|57P0[1-5]|25P0[34])/u.test(state)

/** Errors from the driver; any other error is a bug. */
const drivers = new WeakSet<object>()

/** Calls the driver, and registers its errors as the driver's. */
export const fromDriver = async <A>(ask: () => Promise<A>): Promise<A> => {
  try {
    return await ask()
  } catch (thrown) {
    const error = typeof thrown === 'object' && thrown !== null ? thrown : new Error('no error was given')
    drivers.add(error)
    throw error
  }
}

const isDrivers = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && drivers.has(error)

/** Whether the outcome on the server is unknown. */
export const isLost = (error: unknown): boolean => {
  const state = sqlStateOf(error)
  return state === null ? isDrivers(error) : isLeaving(state)
}

/** A deadlock, a serialization failure or a rollback by the server: decide again at once. */
export const isEntangled = (error: unknown): boolean => {
  const state = sqlStateOf(error)
  return state !== null && entangled.has(state)
}
const entangled: ReadonlySet<string> = new Set(['40000', '40001', '40P01'])

/** The server is a standby now: another connection may reach the primary. */
export const onlyReads = (error: unknown): boolean => sqlStateOf(error) === '25006'

/** A part of the schema is missing, or a later version forbids this code to write (CLQ01, our own code). */
export const isOfAnotherVersion = (error: unknown): boolean => {
  const state = sqlStateOf(error)
  return state !== null && ['42P01', '42703', '3F000', '42883', '42P10', 'CLQ01'].includes(state)
}

/** The schema has the right version, but lacks this code's functions. */
export const withoutFunctions =
  'the functions that this code calls are not in the schema: open with migrate, or run the statements of migrationStatements, from the version that is there'

/**
 * Maps an error to a `StoreError`. The server's message is left out, because it may quote a value; its code tells the
 * operator enough. Errors from elsewhere are bugs and are rethrown.
 */
export const storeError = (error: unknown): StoreError => {
  if (error instanceof Unreadable) return corrupt(error.place)
  if (error instanceof Unusable) return unavailable(error.message, 1000)
  if (error instanceof CommitLost) return outcomeUnknown
  const state = sqlStateOf(error)
  if (state !== null) return fromServer(state, String(field(error, 'message')))
  if (!isDrivers(error)) throw error
  // An AggregateError of several addresses: the first one explains it.
  const code = field(error, 'code') ?? field(Object(field(error, 'errors'))[0], 'code')
  if (typeof code === 'string') return unavailable(unreached[code] ?? `no connection (${code})`, 1000)
  const message = String(field(error, 'message'))
  const known = withoutCode.find(([sign]) => sign.test(message))
  return unavailable(known?.[1] ?? lostConnection, 1000)
}

const lostConnection = 'the connection to the server was lost, or none was free in time'

/** Errors of the driver without a code, by their message. */
const withoutCode: ReadonlyArray<readonly [RegExp, string]> = [
  [/password must be/u, 'the server wants a password, and the connection string has none'],
  [/not support SSL/u, 'the connection string asks for TLS, which the server does not speak: see sslmode'],
  [/end on the pool/u, 'the pool was ended: open the storage over one that stays open'],
  [/read timeout/u, 'the server did not answer in time'],
]

const unreached: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens at the address of the connection string (ECONNREFUSED): is the server up?',
  ENOTFOUND: 'the host of the connection string is not known (ENOTFOUND)',
  EAI_AGAIN: 'the host of the connection string could not be looked up (EAI_AGAIN)',
  ERR_SOCKET_BAD_PORT: 'the port of the connection string is none (ERR_SOCKET_BAD_PORT)',
  ERR_INVALID_URL: 'the connection string is no URL (ERR_INVALID_URL)',
  ENETUNREACH: 'no way leads to the host of the connection string (ENETUNREACH)',
  ETIMEDOUT: 'the server did not answer in time (ETIMEDOUT)',
  EHOSTUNREACH: 'no way leads to the host of the connection string (EHOSTUNREACH)',
  ECONNRESET: 'the server or something on the way cut the connection (ECONNRESET)',
}

/** Reasons for which the server ends a session; a new session may succeed. */
const ended: { readonly [state: string]: string } = {
  '25P03': 'the server ended a transaction that idled for too long',
  '25P04': 'the server ended a transaction that took too long',
  '40003': 'the server does not know what became of a statement',
  '57P04': 'the database was dropped',
  '57P05': 'the server ended a session that idled for too long',
}

const fromServer = (state: string, message: string): StoreError => {
  switch (state) {
    case '55P03':
      return unavailable('another transaction holds the conversation, or its tenant (55P03)')
    case '55006':
      return unavailable('somebody changes a table (55006)')
    case '40000':
    case '40001':
    case '40P01':
      return conflict
    case '57014':
      return unavailable('a statement took longer than it may (57014)', 1000)
    case '28P01':
    case '28000':
      return unavailable(
        `the server refused the user or the password (${state}): see the connection string`,
        1000,
      )
    case '3D000':
      return unavailable('the database of the connection string does not exist (3D000)', 1000)
    case '42501':
      return unavailable(
        'the user lacks rights in the database (42501): grant them, or run the statements of migrationStatements',
        1000,
      )
    case '42883':
      return unavailable(withoutFunctions, 1000)
    case '25006':
      return unavailable('the server only reads (25006): connect to the primary', 1000)
    case '53300':
      return unavailable('the server has no connection left (53300)', 1000)
    case '53100':
      return unavailable('the disk of the server is full (53100)', 1000)
    case '42P05':
    case '26000':
      return unavailable(
        `statements are not on the connection that they were prepared on (${state}): say prepared: false behind a pooler in transaction mode`,
        1000,
      )
    case '08P01':
      return unavailable(
        /startup parameter/u.test(message)
          ? 'a pooler refuses the settings that connections begin with (08P01): say prepared: false, or give a pool that begins without any'
          : 'a pooler gave up, or lost the server (08P01): its log says why',
        1000,
      )
    case 'XX001':
    case 'XX002':
      return corrupt(`the database (${state})`)
  }
  // The log's constraints refuse an event that is not the next of its stream: another commit was first.
  if (state.startsWith('23')) return conflict
  if (ended[state] !== undefined) return unavailable(`${ended[state]} (${state})`, 1000)
  if (isLeaving(state)) return unavailable(`the server is stopping or starting (${state})`, 1000)
  return unavailable(`the server answered ${state}`, 1000)
}
