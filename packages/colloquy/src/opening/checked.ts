import type { OptionNames } from '@colloquy/core/engine'
import type { Storage } from '@colloquy/core/storage'
import { requireKnown } from '@colloquy/core/storage'
import { mustBe } from '../engine/mustBe.ts'
import type { Limits } from '@colloquy/core/decoding'
import { defaultLimits } from '@colloquy/core/decoding'
import type { Directory, Options, RecordType } from './Options.ts'
import { policiesFrom } from './policiesFrom.ts'

const where = 'openConversations'

/** Validates an option, which is named in full. */
type Check = (value: unknown, option: string) => void
type Checks<T> = { readonly [N in keyof OptionNames<T>]: Check }

const must =
  (isValid: (value: unknown) => boolean, of: string): Check =>
  (value, option) =>
    mustBe(option, value, isValid(value), of)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const hasFunction = (value: unknown, name: string): boolean =>
  isObject(value) && isFunction(Reflect.get(value, name))
const isFunction = (value: unknown): boolean => typeof value === 'function'
const aFunction = must(isFunction, 'a function')
const trueOrFalse = must((value) => typeof value === 'boolean', 'true or false')

const ofRecordType: Checks<RecordType> = {
  startable: trueOrFalse,
  customerVisible: trueOrFalse,
  resolve: must(isFunction, 'a function of a tenant, ids and an actor'),
}

const aLimit = must((value) => Number.isInteger(value) && Number(value) > 0, 'a whole number, 1 or more')
const ofLimits = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, aLimit]),
) as Checks<Limits>

/** Validates each field that was given; `prefix` comes before its name. */
const checkEach = <T>(given: unknown, checks: Checks<T>, option: string, prefix = `${option}.`): void => {
  requireKnown<T>(option, given, checks)
  for (const [name, check] of Object.entries<Check>(checks)) {
    const value: unknown = Reflect.get(given as object, name)
    if (value !== undefined) check(value, `${prefix}${name}`)
  }
}

const ofOptions: Checks<Options> = {
  storage: must(
    (value) => hasFunction(value, 'commit'),
    "a storage, such as sqlite({ filename: 'chat.db' })",
  ),
  policies: (value) => void policiesFrom(value as NonNullable<Options['policies']>),
  clock: aFunction,
  newId: aFunction,
  limits: (value, option) => checkEach(value, ofLimits, option),
  directory: (value, option) => {
    requireKnown<Directory>(option, value, { find: true })
    mustBe(`${option}.find`, value, hasFunction(value, 'find'), 'a function of a tenant and ids')
  },
  records: (value, option) => {
    mustBe(option, value, isObject(value), 'an object of types of records')
    for (const [type, record] of Object.entries(value as object))
      checkEach(record, ofRecordType, `${option}.${type}`)
  },
  log: aFunction,
  migrate: trueOrFalse,
  secret: must((value) => typeof value === 'string' && value !== '', 'a text that nobody can guess'),
}

/** Throws a `TypeError` for an unknown or invalid option, which would otherwise have no effect and be hard to find. */
export const checked = <S extends Storage>(options: Options<S>): Options<S> => {
  checkEach(options, ofOptions, where, `${where}: `)
  // The one that must be given.
  ofOptions.storage(options.storage, `${where}: storage`)
  return options
}
