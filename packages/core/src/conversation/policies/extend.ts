import type { Policies } from './Policies.ts'

/** Any part of `A`, at any depth; lists are given whole. */
export type Partly<A> =
  A extends ReadonlyArray<unknown> ? A : A extends object ? { readonly [K in keyof A]?: Partly<A[K]> } : A

/**
 * A preset with some choices changed, at any depth; lists are replaced whole.
 *
 * @example
 * import { extend, presets } from 'colloquy'
 * const ours = extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'fork' } } })
 */
export const extend = <P extends Policies>(policies: P, changes: Partly<Policies>): P =>
  // Partly's shape is a part of Policies' own, so what is merged in keeps the shape.
  merge(policies, changes) as P

const merge = (base: object, changes: object): object => {
  const parts = Object.entries(changes).filter(([, change]) => change !== undefined)
  const merged = parts.map(([key, change]) => {
    const old: unknown = Reflect.get(base, key)
    return [key, isTree(change) && isTree(old) ? merge(old, change) : change] as const
  })
  return { ...base, ...Object.fromEntries(merged) }
}

const isTree = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
