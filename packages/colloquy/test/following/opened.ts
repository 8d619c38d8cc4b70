import { memory } from '@colloquy/core/memory'
import type { Recorded, Storage } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { SessionActor } from '../../src/session/actor.ts'
import { actor } from '../../src/session/actor.ts'
import { createEngine } from '../../src/opening/createEngine.ts'
import type { LogEntry } from '../../src/engine/Engine.ts'
import type { WatchOptions } from '../../src/following/watching/Frame.ts'
import { tail as tailOf } from '../../src/following/Tail.ts'
import { assembled } from '../../src/opening/open.ts'
import { chatOf } from '../../src/opening/openConversations.ts'
import type { Options } from '../../src/opening/Options.ts'

/** A process over a storage: two of them over one storage are two processes. */
export const opened = (storage: Storage = memory(), options: Partial<Options> = {}) => {
  const logged: Array<LogEntry> = []
  const { engine, commits } = createEngine(
    { storage, log: (entry) => void logged.push(entry), ...options },
    '5e'.repeat(32),
  )
  const tail = tailOf(engine)
  const chat = chatOf<null, never>(assembled(engine, commits, tail))
  return {
    ...chat,
    engine,
    storage,
    tail,
    logged,
    watch: (who: unknown, options?: WatchOptions) => chat.as(who as SessionActor<'staff'>).watch(options),
    watchAsCustomer: (who: unknown, options?: WatchOptions) =>
      chat.as(who as SessionActor<'customer'>).watch(options),
    close: async () => {
      await commits.close()
      await tail.close()
    },
  }
}

export type Opened = ReturnType<typeof opened>

export const agent = (
  id: string,
  more: { queues?: ReadonlyArray<string>; can?: ReadonlyArray<never> } = {},
) =>
  actor({
    tenant: 'acme',
    id,
    kind: 'staff',
    can: ['role:admin', 'message.publish', 'message.editAny', 'message.removeAny', 'setType'],
    ...(more.queues === undefined ? {} : { queues: more.queues }),
  })
export const customer = (id: string) =>
  actor({ tenant: 'acme', id, kind: 'customer', can: ['role:customer'] })

/** Starts a conversation of a customer and answers its id. */
export const begin = async (chat: Opened, by = agent('anna'), who = 'cleo'): Promise<string> => {
  const { conversationId } = await chat
    .as(by)
    .start({ type: 'customer', subject: 'Order 7', customer: who, channel: 'web' })
  return conversationId
}

/** Everything in a tenant's log. */
export const logOf = async (storage: Storage, tenant = 'acme'): Promise<ReadonlyArray<Recorded>> => {
  const read = await storage.read({ tenant: tenant as never, after: 0 as never }, 1_000_000)()
  return E.isRight(read) ? read.right : []
}

export const until = async (done: () => boolean | Promise<boolean>, milliseconds = 3000): Promise<void> => {
  const end = Date.now() + milliseconds
  while (!(await done())) {
    if (Date.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** The next frames but for the first of all, or as many as come within a moment. */
export const take = async <A extends { readonly type: string }>(
  frames: AsyncIterator<A>,
  most: number,
  patience = 150,
): Promise<Array<A>> => {
  const found: Array<A> = []
  while (found.length < most) {
    const next = frames.next()
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), patience))
    const first = await Promise.race([next, late])
    if (first === 'late' || first.done === true) break
    if (first.value.type !== 'started') found.push(first.value)
  }
  return found
}
