import type { Time } from '@colloquy/core/storage'
import { schemaOutdated } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { GroupCommit } from '../committing/queue.ts'
import type { Engine } from '../engine/Engine.ts'
import { awaited } from '../engine/keepAlive.ts'
import { mustBe } from '../engine/mustBe.ts'
import type { Later } from '../engine/Pending.ts'
import type { Reason } from '../engine/Reason.ts'
import type { Tail } from '../following/Tail.ts'
import { tail as tailOf } from '../following/Tail.ts'
import type { On } from '../following/listening.ts'
import { listening } from '../following/listening.ts'
import type { BareSubscription } from '../following/subscribing/Subscription.ts'
import { isInside } from '../following/subscribing/calling.ts'
import type { Subscribe } from '../following/subscribing/subscribing.ts'
import { subscribing } from '../following/subscribing/subscribing.ts'
import { waiting } from '../following/subscribing/waitFor.ts'
import { watching } from '../following/watching/watching.ts'
import { erasing } from '../operating/erasing.ts'
import { importing } from '../operating/importing/importing.ts'
import { rebuilding, verifying } from '../operating/verifying.ts'
import { ordinaryRoute } from '../session/Route.ts'
import type { BareSession } from '../session/sessions.ts'
import { bareSessions } from '../session/sessions.ts'
import type { BareWithin } from '../session/within.ts'
import { within } from '../session/within.ts'
import type { ChatCalls } from './Chat.ts'
import type { Options } from './Options.ts'
import { checked } from './checked.ts'
import { createEngine, timeFrom } from './createEngine.ts'

/** An open Colloquy, before a face is put on it: nothing of it throws but what a programmer mistook. */
export type BareChat = {
  readonly as: (actor: unknown) => BareSession
  readonly within: (transaction: unknown) => BareWithin
  readonly on: On<Either<Reason, () => void>>
  readonly subscribe: Subscribe<Either<Reason, BareSubscription>>
  readonly calls: Later<ChatCalls>
}

/** Opens conversations over a storage, which it migrates first unless it is told not to. */
export const open = async (options: Options): Promise<Either<Reason, BareChat>> => {
  const { storage } = checked(options)
  const schema = await schemaOf(options)
  if (E.isLeft(schema)) return schema
  const secret = options.secret === undefined ? await storage.secret() : E.right(options.secret)
  if (E.isLeft(secret)) return secret
  const advice = (await storage.advice?.()) ?? E.right([])
  if (E.isLeft(advice)) return advice
  const { engine, commits } = createEngine(options, secret.right)
  for (const detail of advice.right) engine.log({ level: 'warn', what: 'storage', detail })
  return E.right(assembled(engine, commits, tailOf(engine)))
}

/** How long a command's receipt is kept, in milliseconds. */
const ledgerKept = 30 * 24 * 60 * 60 * 1000

export const assembled = (engine: Engine, commits: GroupCommit, tail: Tail): BareChat => {
  const { storage } = engine
  const closing = awaited(async (): Promise<void> => {
    await commits.close()
    await tail.close()
    await storage.close()
  })
  return {
    as: bareSessions(engine, ordinaryRoute(engine), watching(engine, tail)),
    within: (transaction) => within(engine, tail, transaction),
    on: listening(engine, tail),
    subscribe: subscribing(engine, tail),
    calls: {
      waitFor: awaited(waiting(engine)),
      rebuild: awaited(rebuilding(engine)),
      verify: awaited(verifying(engine)),
      erase: awaited(erasing(engine)),
      import: awaited(importing(engine)),
      migrate: awaited(() => storage.migrate()),
      tick: awaited(async (now) => {
        const time = now === undefined ? engine.clock() : timeFrom(now)
        mustBe('tick: now', now, time !== null, 'a time: a Date, or milliseconds since 1970')
        const forgotten = await storage.forget(((time ?? 0) - ledgerKept) as Time)()
        if (E.isLeft(forgotten)) return forgotten
        tail.nudge()
        return E.right(undefined)
      }),
      close: async () => {
        const isHandler = isInside(tail.subscriptions())
        const closed = closing()
        // A handler would wait for itself.
        if (!isHandler) await closed
        return E.right(undefined)
      },
    },
  }
}

const schemaOf = async ({ storage, migrate = true }: Options): Promise<Either<Reason, unknown>> => {
  if (migrate) return storage.migrate()
  const schema = await storage.schema()
  if (E.isLeft(schema)) return schema
  const { found, needed } = schema.right
  return found === needed ? schema : E.left(schemaOutdated(found, needed))
}
