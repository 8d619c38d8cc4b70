import type { OptionNames } from '@colloquy/core/engine'
import { requireKnown } from '@colloquy/core/storage'
import { mustBe } from '../../engine/mustBe.ts'
import { defaultRetry } from './Retry.ts'
import type { Retry } from './Retry.ts'
import type { SubscribeOptions } from './Subscription.ts'

/** The options of a subscription, with defaults filled in. */
export type Settings = Required<Omit<SubscribeOptions, 'tenant' | 'retry'>> & {
  readonly tenant: string | null
  readonly retry: Retry
}

const names: OptionNames<SubscribeOptions> = {
  tenant: true,
  from: true,
  parallel: true,
  retry: true,
  timeout: true,
  lease: true,
}

/** Upper bound of times, so that sums of them can be stored. */
const century = 100 * 365 * 86_400_000
const aTime = 'a number of milliseconds above 0, 100 years at most'
const isTime = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= century
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Validates the options; throws a `TypeError` that names what would be valid. */
export const checkedSubscription = (name: unknown, handler: unknown, options: SubscribeOptions): Settings => {
  mustBe('subscribe: name', name, isText(name), 'a text, such as mails')
  mustBe('subscribe: handler', handler, typeof handler === 'function', 'a function of an event')
  requireKnown<SubscribeOptions>('subscribe', options, names)
  const { tenant = null, from = 'start', parallel = 8, timeout = 900_000, lease = 30_000 } = options
  mustBe('subscribe: tenant', tenant, tenant === null || isText(tenant), "a tenant's id")
  mustBe('subscribe: from', from, from === 'start' || from === 'now', "'start' or 'now'")
  mustBe(
    'subscribe: parallel',
    parallel,
    Number.isInteger(parallel) && parallel > 0,
    'a whole number above 0',
  )
  mustBe('subscribe: timeout', timeout, timeout === Infinity || isTime(timeout), `${aTime}, or Infinity`)
  mustBe('subscribe: lease', lease, isTime(lease), aTime)
  // Databases store whole milliseconds.
  return { tenant, from, parallel, timeout, lease: Math.ceil(lease), retry: retryOf(options.retry ?? {}) }
}

const retryOf = (given: Partial<Retry>): Retry => {
  requireKnown<Retry>('subscribe: retry', given, defaultRetry)
  const {
    first = defaultRetry.first,
    most = Math.max(first, defaultRetry.most),
    for: long = defaultRetry.for,
    parked = defaultRetry.parked,
  } = given
  mustBe('subscribe: retry.first', first, isTime(first), aTime)
  mustBe('subscribe: retry.most', most, isTime(most), aTime)
  mustBe('subscribe: retry.most', most, most >= first, `at least retry.first, which is ${first}`)
  mustBe(
    'subscribe: retry.for',
    long,
    long === 0 || long === Infinity || isTime(long),
    `${aTime}, 0 or Infinity`,
  )
  mustBe('subscribe: retry.parked', parked, parked === false || isTime(parked), `${aTime}, or false`)
  return { first, most, for: long, parked }
}
