import type { Policies } from '@colloquy/core'
import type { StoreError, TenantId } from '@colloquy/core/storage'
import { policiesFault } from '@colloquy/core/engine'
import { presets } from '@colloquy/core'
import { unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { PoliciesOf } from '../engine/Engine.ts'
import { isThenable } from '../engine/Pending.ts'
import type { Options } from './Options.ts'

/**
 * The policies of a tenant. Throws a `TypeError` for a preset that there is not and for a policy that can't be: at
 * once for policies, and when a tenant is asked about for a function of tenants. What such a function throws is
 * `Unavailable`, as what the host's directory and records throw.
 */
export const policiesFrom = (choice: NonNullable<Options['policies']>): PoliciesOf => {
  if (typeof choice === 'function') return (tenant) => pipe(answerFor(choice, tenant), E.map(policiesNamed))
  const policies = E.right(policiesNamed(choice))
  return () => policies
}

const answerFor = (choice: (tenant: string) => unknown, tenant: TenantId): Either<StoreError, unknown> => {
  try {
    return E.right(choice(tenant))
  } catch {
    return E.left(unavailable('policies'))
  }
}

/** Cache of validated policies: a function of the tenant that answers the same object is validated once. */
const right = new WeakSet<object>()

const policiesNamed = (choice: unknown): Policies => {
  const policies =
    typeof choice === 'string' ? (isPreset(choice) ? presets[choice] : unknownPreset(choice)) : choice
  return isRight(policies) ? policies : wrong(policies)
}

const isRight = (policies: unknown): policies is Policies => {
  if (typeof policies !== 'object' || policies === null) return false
  if (!right.has(policies) && policiesFault(policies) !== null) return false
  right.add(policies)
  return true
}

const isPreset = (name: string): name is keyof typeof presets => Object.hasOwn(presets, name)
const names = Object.keys(presets).join(', ')

const unknownPreset = (name: string): never => {
  throw new TypeError(`policies: there is no preset ${JSON.stringify(name)}, but ${names}`)
}

const wrong = (policies: unknown): never => {
  if (isThenable(policies))
    throw new TypeError('policies: the function has to answer at once: look the tenants up beforehand')
  if (typeof policies !== 'object' || policies === null)
    throw new TypeError(`policies: give the name of a preset (${names}) or policies of your own`)
  throw new TypeError(policiesFault(policies) ?? 'policies')
}
