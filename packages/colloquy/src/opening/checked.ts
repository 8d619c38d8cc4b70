import type { OptionNames } from '@colloquy/core/engine'
import type { Storage } from '@colloquy/core/storage'
import { requireKnown } from '@colloquy/core/storage'
import { mustBe } from '../engine/mustBe.ts'
import type { Limits } from '@colloquy/core/decoding'
import { defaultLimits } from '@colloquy/core/decoding'
import type { Directory, Options, RecordType } from './Options.ts'
import { policiesFrom } from './policiesFrom.ts'

const where = 'openConversations'

/** Validates one option. */
type Check = (value: unknown) => void

const checks: { readonly [N in keyof OptionNames<Options>]: Check } = {
  storage: (value) =>
    mustBe(
      `${where}: storage`,
      value,
      hasFunction(value, 'commit'),
      "a storage, such as sqlite({ filename: 'chat.db' })",
    ),
  policies: (value) => void policiesFrom(value as NonNullable<Options['policies']>),
  clock: (value) => mustBeFunction('clock', value),
  newId: (value) => mustBeFunction('newId', value),
  limits: (value) => checkLimits(value),
  directory: (value) => {
    requireKnown<Directory>(`${where}: directory`, value, { find: true })
    mustBe(`${where}: directory.find`, value, hasFunction(value, 'find'), 'a function of a tenant and ids')
  },
  records: (value) => checkRecords(value),
  log: (value) => mustBeFunction('log', value),
  migrate: (value) => mustBe(`${where}: migrate`, value, typeof value === 'boolean', 'true or false'),
  secret: (value) =>
    mustBe(
      `${where}: secret`,
      value,
      typeof value === 'string' && value !== '',
      'a text that nobody can guess',
    ),
}

const hasFunction = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'

const mustBeFunction = (option: string, value: unknown): void =>
  mustBe(`${where}: ${option}`, value, typeof value === 'function', 'a function')

const checkLimits: Check = (value) => {
  requireKnown<Limits>(`${where}: limits`, value, defaultLimits)
  for (const [name, limit] of Object.entries(value as object)) {
    if (limit === undefined) continue
    mustBe(
      `${where}: limits.${name}`,
      limit,
      Number.isInteger(limit) && limit > 0,
      'a whole number, 1 or more',
    )
  }
}

const checkRecords: Check = (value) => {
  mustBe(
    `${where}: records`,
    value,
    typeof value === 'object' && value !== null,
    'an object of types of records',
  )
  for (const [type, told] of Object.entries(value as object)) {
    const record: unknown = told
    const called = `${where}: records.${type}`
    const known: OptionNames<RecordType> = { startable: true, customerVisible: true, resolve: true }
    requireKnown<RecordType>(called, record, known)
    const {
      startable = true,
      customerVisible = true,
      resolve = () => [],
    } = record as Partial<Record<string, unknown>>
    mustBe(`${called}.startable`, startable, typeof startable === 'boolean', 'true or false')
    mustBe(
      `${called}.customerVisible`,
      customerVisible,
      typeof customerVisible === 'boolean',
      'true or false',
    )
    mustBe(
      `${called}.resolve`,
      resolve,
      typeof resolve === 'function',
      'a function of a tenant, ids and an actor',
    )
  }
}

/** Throws a `TypeError` for an unknown or invalid option, which would otherwise have no effect and be hard to find. */
export const checked = <S extends Storage>(options: Options<S>): Options<S> => {
  requireKnown<Options>(where, options, checks)
  checks.storage(options.storage)
  for (const [name, check] of Object.entries(checks)) {
    const given: unknown = Reflect.get(options, name)
    if (given !== undefined) check(given)
  }
  return options
}
