import type { Actor, ActorId, CommandId, MessageId, Storage } from '@colloquy/core/storage'
import type { Command, Inquiries } from '@colloquy/core/engine'
import type { Policies, StaffShown } from '@colloquy/core'
import { handle, inquiries } from '@colloquy/core/engine'
import { isRecordStream } from '@colloquy/core/storage'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { actorsOf, customers, staff, tenants } from '@colloquy/conformance/random/cast'
import { carryOut, contextFor } from '../../../core/test/properties/asking.ts'
import { histories, made, parameters, patience } from '../../../core/test/properties/support.ts'
import { createEngine } from '../../src/opening/createEngine.ts'
import type { Frame } from '../../src/following/watching/Frame.ts'
import { throwing } from '../../src/following/watching/Frame.ts'
import { tail as tailOf } from '../../src/following/Tail.ts'
import { watching } from '../../src/following/watching/watching.ts'
import { sealing } from '../../src/opening/sealing.ts'
import { storageNames, storages } from '../support/open.ts'

const secret = '5e'.repeat(32)
const seal = sealing(secret)
const tenant = tenants[0]
const records = {
  order: { startable: true, customerVisible: true },
  ticket: { startable: true, customerVisible: false },
}
type Shown = Frame<StaffShown>
type Row = { readonly id: string }

const commit = async (storage: Storage, command: Command): Promise<void> => {
  const batch = handle([command])
  await storage.commit(batch.needs, batch.settle)()
}

const headOf = async (storage: Storage): Promise<number> => {
  const heads = await storage.heads()
  return E.isLeft(heads) ? 0 : (heads.right.find((one) => one.tenant === tenant)?.head ?? 0)
}

/**
 * All that a watch says from a token until it has nothing more to say, in a process of its own; begun again where an
 * access ended it. Answers the token from which it would go on.
 */
const framesFrom = async (storage: Storage, actor: Actor, policies: Policies, from: string) => {
  const { engine, commits } = createEngine({ storage, policies, records }, secret)
  const tail = tailOf(engine)
  const head = await headOf(storage)
  const frames: Array<Shown> = []
  let token = from
  const once = async (): Promise<boolean> => {
    let isThere = (): void => undefined
    const there = new Promise<null>((resolve) => {
      isThere = () => resolve(null)
    })
    const listening = watching(engine, {
      ...tail,
      // Who waits for more than there is has told all.
      passed: (of, position, give) => {
        if (position >= head) isThere()
        return tail.passed(of, position, give)
      },
    })
    // The customers' face differs in its types alone.
    const side = (actor.kind === 'customer' ? listening.customer : listening.staff) as typeof listening.staff
    const running = throwing(side(() => E.right({ actor, policies }))({ from: token }))
    for (;;) {
      const next = await Promise.race([running.next(), there])
      if (next === null || next.done === true) {
        await running.return()
        return next !== null
      }
      expect(next.value.token.length).toBe(from.length)
      if (next.value.type !== 'started') frames.push(next.value)
      token = next.value.token
    }
  }
  try {
    while (await once()) expect(frames.at(-1)?.type).toBe('access-ended')
  } finally {
    await commits.close()
    await tail.close()
  }
  return { frames, token }
}

const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(`refused: ${JSON.stringify(answer.left)}`)
  return answer.right
}

/** Without what differs from one look to the next. */
const plain = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'watchFrom'))

/** What somebody has on their screen: all rows of their list, and the messages of one conversation. */
class Screen {
  readonly rows = new Map<string, object>()
  readonly messages = new Map<string, unknown>()
  /** Messages that were there, or came: none comes twice. */
  readonly came = new Set<string>()
  readonly happened = new Set<string>()
  token = ''
  readonly storage: Storage
  readonly actor: Actor
  private readonly policies: Policies
  private readonly ask: Inquiries<StaffShown>
  /** Null: nothing but the list. */
  private conversation: string | null

  private constructor(storage: Storage, actor: Actor, policies: Policies, conversation: string) {
    this.storage = storage
    this.actor = actor
    this.policies = policies
    this.conversation = conversation
    // The two sides' questions have the same names; only what is shown differs.
    this.ask = inquiries(contextFor(actor, policies, seal)) as Inquiries<StaffShown>
  }

  static async open(
    storage: Storage,
    actor: Actor,
    policies: Policies,
    conversation: string,
  ): Promise<Screen> {
    const screen = new Screen(storage, actor, policies, conversation)
    const { ask } = screen
    const list = right(await carryOut(storage, ask.inbox({ view: 'all', limit: 200 })))
    for (const row of list.rows) screen.rows.set(row.id, plain(row))
    screen.token = list.watchFrom ?? ''
    const page = await carryOut(storage, ask.timeline(conversation, { limit: 200, events: true }))
    if (E.isLeft(page)) screen.conversation = null
    else
      for (const item of page.right.items) {
        if (item.type === 'event') screen.happened.add(item.version)
        else screen.put(item.id, item)
      }
    return screen
  }

  private put(
    id: string,
    { body, removed }: { readonly body: string | null; readonly removed: boolean },
  ): void {
    this.messages.set(id, { body, removed })
    this.came.add(id)
  }

  /** Takes what came since, as a client would. */
  async follow(): Promise<number> {
    const { frames, token } = await framesFrom(this.storage, this.actor, this.policies, this.token)
    this.token = token
    for (const frame of frames) await this.take(frame)
    return frames.length
  }

  private async take(frame: Shown): Promise<void> {
    if (frame.type === 'access-ended') {
      this.rows.delete(frame.conversationId)
      // What is shown once they may see it again is another page.
      if (frame.conversationId === this.conversation) this.conversation = null
      return
    }
    if (frame.type === 'started') throw new Error(`said ${frame.type}`)
    if (frame.type === 'reset') return this.reload()
    const id = frame.type === 'event' ? frame.event.conversationId : frame.conversationId
    await this.look([id])
    if (frame.type === 'event' && frame.event.type === 'content-erased') return this.reload()
    if (frame.type !== 'event' || id !== this.conversation) return
    const { event } = frame
    if ('message' in event) {
      if (event.type === 'message-posted') expect(this.came.has(event.message.id), 'came before').toBe(false)
      return this.put(event.message.id, event.message)
    }
    expect(this.happened.has(event.version), 'happened before').toBe(false)
    this.happened.add(event.version)
  }

  /** Words were erased: what is on the screen is asked for again. What came meanwhile is told by frames of its own. */
  private async reload(): Promise<void> {
    await this.look([...this.rows.keys()])
    if (this.conversation === null) return
    const page = await carryOut(this.storage, this.ask.timeline(this.conversation, { limit: 200 }))
    for (const item of E.isLeft(page) ? [] : page.right.items) {
      if (item.type !== 'event' && this.messages.has(item.id)) this.put(item.id, item)
    }
  }

  private async look(ids: ReadonlyArray<string>): Promise<void> {
    for (const id of ids) this.rows.delete(id)
    for (const row of right(await carryOut(this.storage, this.ask.conversations(ids)))) {
      this.rows.set(row.id, plain(row))
    }
  }

  /** The same, by asking for what changed instead of watching. */
  async changedSince(token: string): Promise<ReadonlyMap<string, object>> {
    const list = right(
      await carryOut(this.storage, this.ask.inbox({ view: 'all', limit: 200, changedSince: token })),
    )
    return new Map([...this.rows, ...list.rows.map((row) => [row.id, plain(row)] as const)])
  }

  async check(): Promise<void> {
    const { actor, ask, storage } = this
    const list = right(await carryOut(storage, ask.inbox({ view: 'all', limit: 200 })))
    const rows = new Map(list.rows.map((row) => [row.id, plain(row)]))
    expect(ordered(this.rows), `${actor.kind} ${actor.id}`).toEqual(ordered(rows))
    if (this.conversation === null) return
    const page = right(await carryOut(storage, ask.timeline(this.conversation, { limit: 200 })))
    for (const item of page.items) {
      if (item.type === 'event') continue
      const { body, removed } = item
      expect(this.messages.get(item.id), `${actor.kind} ${actor.id} ${item.id}`).toEqual({ body, removed })
    }
  }
}

const ordered = (rows: ReadonlyMap<string, object>): ReadonlyArray<unknown> =>
  [...rows.values()].toSorted((a, b) => ((a as Row).id < (b as Row).id ? -1 : 1))

/** Everybody whose access does not hang on other conversations: what they gain by those is told by no event of it. */
const viewersOf = (policies: Policies): ReadonlyArray<Actor> =>
  actorsOf(tenant, policies).filter(
    ({ kind, capabilities }) =>
      kind !== 'system' && (capabilities.has('view.all') || !capabilities.has('view.customerHistory')),
  )

/** The operator erases something of where a command went. */
const erasureAfter = (
  { conversationId, context }: Command,
  policies: Policies,
  n: number,
): Command | null => {
  const actor = actorsOf(tenant, policies).find(({ kind }) => kind === 'system')
  if (actor === undefined || context.actor.tenant !== tenant || isRecordStream(conversationId)) return null
  const who = [...staff, ...customers][n % (staff.length + customers.length)] as ActorId
  const of = [
    { what: 'participant', who: { side: 'customer', id: who } },
    { what: 'participant', who: { side: 'staff', id: who } },
    { what: 'message', messageId: `m${n % 5}` as MessageId },
    { what: 'conversation' },
  ] as const
  const commandId = `erased ${String(context.commandId)}` as CommandId
  return {
    _tag: 'EraseContent',
    conversationId,
    of: of[n % 9 === 0 ? 3 : n % 3],
    context: { ...context, actor, commandId, ledger: false },
  } as Command
}

const runs = { memory: 16, sqlite: 8, postgres: 4 }

test.each(storageNames)(
  'page, watch and changedSince, joined by their tokens, are the whole, on %s',
  {
    timeout: patience,
  },
  async (name) => {
    const met = { screens: 0, frames: 0, resumed: 0, changes: 0, erasures: 0 }
    const property = fc.asyncProperty(histories(30), fc.noShrink(fc.nat()), async (numbers, turn) => {
      const { policies, commands } = made(numbers)
      if (!policies.enabled) return
      const storage = await storages[name]()
      right(await storage.migrate())
      try {
        const viewers = viewersOf(policies)
        const screens: Array<Screen> = []
        const tokens: Array<readonly [Screen, Screen, string]> = []
        for (const [at, command] of commands.entries()) {
          await commit(storage, command)
          const erasure = (at + turn) % 3 === 1 ? erasureAfter(command, policies, at * 3 + turn) : null
          if (erasure !== null) {
            await commit(storage, erasure)
            met.erasures += 1
          }
          const viewer = viewers[(at + turn) % viewers.length]
          if (viewer !== undefined && (at + turn) % 3 === 0) {
            const id = commands[(at * 7 + turn) % (at + 1)]
            const conversation = id !== undefined && 'conversationId' in id ? id.conversationId : 'nowhere'
            screens.push(await Screen.open(storage, viewer, policies, conversation))
          }
          const resuming = screens[(at * 5 + turn) % Math.max(1, screens.length * 2)]
          if (resuming !== undefined) {
            met.frames += await resuming.follow()
            met.resumed += 1
            const kept = await Screen.open(storage, resuming.actor, policies, 'nowhere')
            tokens.push([kept, resuming, resuming.token])
          }
        }
        for (const screen of screens) {
          met.frames += await screen.follow()
          await screen.check()
        }
        for (const [kept, screen, token] of tokens) {
          const changed = await kept.changedSince(token)
          const seen = new Map([...changed].filter(([id]) => screen.rows.has(id)))
          expect(ordered(seen)).toEqual(ordered(screen.rows))
          met.changes += 1
        }
        met.screens += screens.length
      } finally {
        await storage.close()
      }
    })
    await fc.assert(property, parameters(runs[name]))
    console.info(`joined on ${name}: ${JSON.stringify(met)}`)
    expect(Math.min(...Object.values(met))).toBeGreaterThan(0)
  },
)
