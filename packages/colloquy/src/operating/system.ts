import type { Actor, ActorId, CommandId, TenantId } from '@colloquy/core/storage'
import type { Context } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { capabilities } from '@colloquy/core/engine'
import type { Either } from 'fp-ts/lib/Either.js'
import { withBackoff } from '../committing/busy.ts'
import type { Engine } from '../engine/Engine.ts'
import type { Reason } from '../engine/Reason.ts'

const everything: Actor['capabilities'] = new Set(capabilities)

/** The host itself, which may do everything in one tenant. */
export const systemOf = (tenant: TenantId): Actor => ({
  tenant,
  id: 'system' as ActorId,
  kind: 'system',
  name: null,
  capabilities: everything,
  queues: [],
  records: [],
})

/** Somebody with the right to everything: the author of what is imported, who was allowed it long ago. */
export const trusted = (tenant: TenantId, who: Pick<Actor, 'id' | 'kind' | 'name'>): Actor => ({
  ...systemOf(tenant),
  id: who.id,
  kind: who.kind,
  name: who.name,
})

/** Context of the host's own commands. They have no idempotency key, so they leave no receipt. */
export const contextFor = (
  engine: Engine,
  actor: Actor,
  policies: Policies,
  more: Partial<Pick<Context, 'backdated' | 'hash' | 'records' | 'meta'>> = {},
): Context => ({
  actor,
  policies,
  now: engine.clock(),
  backdated: null,
  commandId: engine.newId() as CommandId,
  ledger: false,
  hash: '',
  correlationId: null,
  causationId: null,
  meta: {},
  directory: null,
  records: new Map(),
  ...more,
})

/** Retries with backoff while the storage is busy or unreachable, so that live traffic goes first. */
export const whileUnavailable = <R extends Reason, A>(
  ask: () => Promise<Either<R, A>>,
): Promise<Either<R, A>> =>
  withBackoff(
    { tries: 20, wait: 10, longest: 100 },
    ({ _tag }) => _tag === 'Conflict' || _tag === 'Unavailable',
    ask,
  )
