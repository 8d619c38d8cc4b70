import type { Storage, Time } from '@colloquy/core/storage'
import { schemaOutdated } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Chat } from './Chat.ts'
import type { HandleOf, ModeOf } from '../session/Session.ts'
import { createEngine, timeFrom } from './createEngine.ts'
import { listening } from '../following/listening.ts'
import { isInside } from '../following/subscribing/calling.ts'
import { awaited } from '../engine/keepAlive.ts'
import { subscribing } from '../following/subscribing/subscribing.ts'
import { tail as tailOf } from '../following/Tail.ts'
import { waiting } from '../following/subscribing/waiting.ts'
import { watching } from '../following/watching/watching.ts'
import { erasing } from '../operating/erasing.ts'
import { importing } from '../operating/importing/importing.ts'
import { rebuilding, verifying } from '../operating/verifying.ts'
import type { Options } from './Options.ts'
import { checked } from './checked.ts'
import { mustBe } from '../engine/mustBe.ts'
import type { Reason } from '../engine/Reason.ts'
import { sessionsOf } from '../session/sessions.ts'
import { within } from '../session/within.ts'
import { valueOf } from '../engine/Reason.ts'

/** How long a command's receipt is kept, in milliseconds. */
const ledgerKept = 30 * 24 * 60 * 60 * 1000

/**
 * Opens conversations over a storage, which it migrates first unless `migrate: false`. Rejects with a
 * `ConversationError` where the storage can't be used, and with a `TypeError` for an option that there is not.
 *
 * @example
 * import { actor, memory, openConversations, roles } from 'colloquy'
 *
 * const chat = await openConversations({ storage: memory(), policies: 'helpdesk' })
 * const anna = actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent })
 * await chat.as(anna).start({ type: 'customer', subject: 'Order 7', message: 'Hello' })
 */
export const openConversations = async <S extends Storage>(
  options: Options<S>,
): Promise<Chat<ModeOf<S>, HandleOf<S>>> => {
  const { storage } = checked(options)
  valueOf(await schemaOf(options))
  const { engine, commits } = createEngine(options, options.secret ?? valueOf(await storage.secret()))
  for (const detail of valueOf((await storage.advice?.()) ?? E.right([]))) {
    engine.log({ level: 'warn', what: 'storage', detail })
  }
  const tail = tailOf(engine)
  const closing = awaited(async (): Promise<void> => {
    await commits.close()
    await tail.close()
    await storage.close()
  })
  const chat: Chat<ModeOf<S>, HandleOf<S>> = {
    as: sessionsOf(engine, watching(engine, tail)),
    within: (transaction) => within<ModeOf<S>>(engine, tail, transaction),
    on: listening(engine, tail),
    subscribe: subscribing(engine, tail),
    waitFor: awaited(waiting(engine)),
    rebuild: awaited(rebuilding(engine)),
    verify: awaited(verifying(engine)),
    erase: awaited(erasing(engine)),
    import: awaited(importing(engine)),
    migrate: awaited(async () => valueOf(await storage.migrate())),
    tick: awaited(async (now) => {
      const time = now === undefined ? engine.clock() : timeFrom(now)
      if (time === null) return mustBe('tick: now', now, false, 'a time: a Date, or milliseconds since 1970')
      valueOf(await storage.forget((time - ledgerKept) as Time)())
      tail.nudge()
    }),
    close: () => {
      const isHandler = isInside(tail.subscriptions())
      const closed = closing()
      // A handler would wait for itself.
      return isHandler ? Promise.resolve() : closed
    },
  }
  return Object.freeze(chat)
}

const schemaOf = async ({ storage, migrate = true }: Options): Promise<Either<Reason, unknown>> => {
  if (migrate) return storage.migrate()
  const schema = await storage.schema()
  if (E.isLeft(schema)) return schema
  const { found, needed } = schema.right
  return found === needed ? schema : E.left(schemaOutdated(found, needed))
}
