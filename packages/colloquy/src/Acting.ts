import type { Actor, Policies } from '@colloquy/core'
import { featureDisabled } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { known, resolved } from './actor.ts'
import type { Engine } from './Engine.ts'
import type { Reason } from './Reason.ts'

/** Who acts in a session, with the rules of their tenant at this moment. */
export type Acting = { readonly actor: Actor; readonly policies: Policies }

/** Who acts, by the rules of the moment. */
export type WhoActs = () => Either<Reason, Acting>

/** Looks the rules up at each call, because a host may change them while a session lives. */
export const actingAs = (engine: Engine, value: unknown): WhoActs => {
  const marked = known(value)
  if (E.isLeft(marked)) return () => marked
  // Policies that can't be are a programmer's mistake, and told where the session is made; those out of reach now may
  // be back with the first call.
  engine.policiesOf(marked.right.tenant)
  let last: Acting | null = null
  return () => {
    const found = engine.policiesOf(marked.right.tenant)
    if (E.isLeft(found)) return found
    const policies = found.right
    if (!policies.enabled) return E.left(featureDisabled)
    if (last?.policies !== policies) last = { policies, actor: resolved(marked.right, policies) }
    return E.right(last)
  }
}
