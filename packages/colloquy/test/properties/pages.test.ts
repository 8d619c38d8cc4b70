import type { Actor, Recorded, Viewer } from '@colloquy/core/storage'
import type { Command, Inquiries } from '@colloquy/core/engine'
import type { Policies, StaffShown } from '@colloquy/core'
import { handle, inquiries } from '@colloquy/core/engine'
import { viewerOf } from '@colloquy/core/storage'
import { memory } from '@colloquy/core/memory'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { hasAccess } from '@colloquy/test-support/oracle/access'
import { actorsOf, tenants } from '@colloquy/conformance/random/cast'
import { visibleTo } from '@colloquy/test-support/oracle/readState'
import type { Telling } from '@colloquy/test-support/oracle/tell'
import { tell } from '@colloquy/test-support/oracle/tell'
import { carryOut, contextFor } from '../../../core/test/properties/asking.ts'
import { histories, made, parameters, patience } from '../../../core/test/properties/support.ts'
import { sealing } from '../../src/opening/sealing.ts'

const seal = sealing('00'.repeat(32))
const tenant = tenants[0]

type Store = ReturnType<typeof memory>
type Ask = Inquiries<StaffShown>

const commit = async (store: Store, command: Command): Promise<void> => {
  const batch = handle([command])
  await store.commit(batch.needs, batch.settle)()
}

const logOf = async (store: Store): Promise<ReadonlyArray<Recorded>> => {
  const read = await store.read({ tenant: tenant as never, after: 0 as never }, 100_000)()
  return E.isRight(read) ? read.right : []
}

/** The two sides' questions have the same names; only what is shown differs. */
const askingAs = (actor: Actor, policies: Policies): Ask =>
  inquiries(contextFor(actor, policies, seal)) as Ask

/** Everybody whose access does not hang on other conversations. */
const walkersOf = (policies: Policies): ReadonlyArray<Actor> =>
  actorsOf(tenant, policies).filter(
    ({ kind, capabilities }) =>
      kind === 'system' || capabilities.has('view.all') || !capabilities.has('view.customerHistory'),
  )

type Notes = 'internal' | null
const idsSeen = (
  telling: Telling,
  id: string,
  viewer: Viewer,
  notes: Notes,
): ReadonlyArray<string> | null => {
  const story = telling.stories.get(id as never)
  if (story === undefined || !hasAccess(story, viewer, telling)) return null
  return visibleTo(story, viewer.who)
    .filter((message) => notes === null || message.published === null)
    .map((message) => message.id)
}

const messageIds = (items: ReadonlyArray<object>): ReadonlyArray<string> =>
  items.flatMap((item) =>
    'id' in item && !('event' in item) && typeof item.id === 'string' ? [item.id] : [],
  )

/** One that reads a conversation page by page while others write in it. */
class Reader {
  readonly before: Array<string> = []
  readonly after: Array<string> = []
  older: string | null = null
  newer: string
  lost = false
  private readonly atStart: ReadonlyArray<string>
  private readonly ask: Ask
  private readonly store: Store
  readonly viewer: Viewer
  readonly id: string
  private readonly limit: number

  private constructor(
    store: Store,
    ask: Ask,
    viewer: Viewer,
    id: string,
    limit: number,
    atStart: ReadonlyArray<string>,
    head: string,
  ) {
    this.store = store
    this.ask = ask
    this.viewer = viewer
    this.id = id
    this.limit = limit
    this.atStart = atStart
    this.newer = head
  }

  static async begin(
    store: Store,
    ask: Ask,
    viewer: Viewer,
    id: string,
    limit: number,
    atStart: ReadonlyArray<string>,
  ): Promise<Reader> {
    const page = await carryOut(store, ask.timeline(id, { limit }))
    if (E.isLeft(page)) throw new Error('a timeline that is there was refused')
    const reader = new Reader(store, ask, viewer, id, limit, atStart, page.right.head)
    reader.before.unshift(...messageIds(page.right.items))
    reader.older = page.right.older
    if (reader.older === null) reader.checkOlder()
    return reader
  }

  /** Law 1: everything visible at the start, each once, whatever was written meanwhile. */
  private checkOlder(): void {
    expect(this.before).toEqual(this.atStart)
  }

  async step(): Promise<void> {
    if (this.lost) return
    if (this.older !== null) {
      const page = await carryOut(
        this.store,
        this.ask.timeline(this.id, { limit: this.limit, before: this.older }),
      )
      if (E.isLeft(page)) return this.lose(page.left._tag)
      expect(page.right.items.length === this.limit || page.right.older === null, 'no short page').toBe(true)
      this.before.unshift(...messageIds(page.right.items))
      this.older = page.right.older
      if (this.older === null) this.checkOlder()
    }
    await this.poll()
  }

  async poll(): Promise<boolean> {
    const page = await carryOut(
      this.store,
      this.ask.timeline(this.id, { limit: this.limit, after: this.newer }),
    )
    if (E.isLeft(page)) {
      this.lose(page.left._tag)
      return false
    }
    this.after.push(...messageIds(page.right.items))
    this.newer = page.right.newer ?? page.right.head
    return page.right.newer !== null
  }

  private lose(tag: string): void {
    expect(tag).toBe('NotFound')
    this.lost = true
  }

  /** Law 3: what became visible since, each once, in the order it did. */
  async finish(telling: Telling): Promise<void> {
    for (let pages = 0; !this.lost && this.older !== null && pages < 200; pages++) await this.step()
    while (!this.lost && (await this.poll()));
    if (this.lost) return
    const now = idsSeen(telling, this.id, this.viewer, null)
    expect([...this.atStart, ...this.after]).toEqual(now)
  }
}

describe('pages', () => {
  test('of a timeline give each message once, whatever happens meanwhile', {
    timeout: patience,
  }, async () => {
    let walks = 0
    // Histories under which nobody's joining hides the past.
    const property = fc.asyncProperty(
      histories(),
      fc.integer({ min: 1, max: 4 }),
      async ([rule, steps], limit) => {
        const { policies, commands } = made([rule % 2 === 0 ? 0 : 6, steps])
        const store = memory()
        const readers: Array<Reader> = []
        for (const [at, command] of commands.entries()) {
          await commit(store, command)
          const telling = tell(await logOf(store))
          for (const actor of walkersOf(policies)) {
            const viewer = viewerOf(actor, policies)
            const ids = [...telling.stories.keys()]
            const id = ids[at % Math.max(1, ids.length)]
            const visible = id === undefined ? null : idsSeen(telling, id, viewer, null)
            if (id === undefined || visible === null || readers.length > 24) continue
            readers.push(await Reader.begin(store, askingAs(actor, policies), viewer, id, limit, visible))
            walks++
          }
          for (const [n, reader] of readers.entries()) if ((n + at) % 3 === 0) await reader.step()
        }
        const telling = tell(await logOf(store))
        for (const reader of readers) await reader.finish(telling)
      },
    )
    await fc.assert(property, parameters(40))
    console.info(`walks through timelines: ${walks}`)
  })

  test('of a list give each unchanged row once, and changes the rest', { timeout: patience }, async () => {
    let walks = 0
    const property = fc.asyncProperty(
      histories(),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(),
      async (numbers, limit, chance) => {
        const { policies, commands } = made(numbers)
        if (!policies.enabled) return
        const half = Math.floor(commands.length / 2)
        const store = memory()
        for (const command of commands.slice(0, half)) await commit(store, command)
        const before = (await logOf(store)).length
        type Walk = {
          readonly ask: Ask
          readonly actor: Actor
          readonly whole: ReadonlyArray<string>
          readonly rows: Array<string>
          next: string | null
          changes: string
        }
        const sort = (['activity', 'arrival', 'closedAt'] as const)[chance % 3] ?? 'activity'
        const view = (['all', 'mine', 'unread'] as const)[Math.floor(chance / 3) % 3] ?? 'all'
        const list = { view, sort } as const
        const walking: Array<Walk> = []
        for (const actor of walkersOf(policies)) {
          const ask = askingAs(actor, policies)
          const whole = await carryOut(store, ask.inbox({ ...list, limit: 200 }))
          const page = await carryOut(store, ask.inbox({ ...list, limit }))
          if (E.isLeft(whole) || E.isLeft(page) || page.right.changes === null)
            throw new Error('a list was refused')
          const rows = page.right.rows.map(({ id }) => id)
          walking.push({
            ask,
            actor,
            whole: whole.right.rows.map(({ id }) => id),
            rows,
            next: page.right.next,
            changes: page.right.changes,
          })
          walks++
        }
        const step = async (walk: Walk): Promise<void> => {
          if (walk.next === null) return
          const page = await carryOut(store, walk.ask.inbox({ ...list, limit, cursor: walk.next }))
          if (E.isLeft(page)) throw new Error(`a walk was refused: ${page.left._tag}`)
          walk.rows.push(...page.right.rows.map(({ id }) => id))
          walk.next = page.right.next
        }
        for (const [at, command] of commands.slice(half).entries()) {
          await commit(store, command)
          for (const [n, walk] of walking.entries()) if ((n + at) % 4 === 0) await step(walk)
        }
        const happened = (await logOf(store)).slice(before)
        for (const walk of walking) {
          while (walk.next !== null) await step(walk)
          const now = await carryOut(store, walk.ask.inbox({ ...list, limit: 200 }))
          const changed = await carryOut(
            store,
            walk.ask.inbox({ ...list, limit: 200, changedSince: walk.changes }),
          )
          if (E.isLeft(now) || E.isLeft(changed)) throw new Error('a list was refused')
          const whole = now.right.rows.map(({ id }) => id)
          const since = changed.right.rows.map(({ id }) => id)
          const touched = new Set<string>(happened.map(({ conversation }) => conversation))
          const follows = happened.some(
            ({ event }) => event.type === 'record-followed' || event.type === 'record-unfollowed',
          )
          const unchanged: ReadonlyArray<string> = walk.whole.filter(
            (id) => !touched.has(id) && (!follows || new Set<string>(whole).has(id)),
          )
          for (const id of unchanged) {
            expect(
              walk.rows.filter((row) => row === id),
              `${walk.actor.kind} ${walk.actor.id} ${id}, unchanged`,
            ).toHaveLength(1)
          }
          if (walk.actor.kind !== 'customer') {
            expect(new Set(walk.rows).size, 'no row twice').toBe(walk.rows.length)
          }
          const together = new Set([...walk.rows, ...since])
          expect(
            whole.filter((id) => !together.has(id)),
            `${walk.actor.kind} ${walk.actor.id}: missed`,
          ).toEqual([])
        }
      },
    )
    await fc.assert(property, parameters(60))
    console.info(`walks through lists: ${walks}`)
  })

  test('are found by nobody else, elsewhere, or by a changed cursor', { timeout: patience }, async () => {
    let tampered = 0
    const property = fc.asyncProperty(histories(20), fc.nat(), async ([, steps], chance) => {
      const { policies, commands } = made([0, steps])
      const store = memory()
      for (const command of commands) await commit(store, command)
      const telling = tell(await logOf(store))
      const actors = walkersOf(policies)
      for (const actor of actors) {
        const ask = askingAs(actor, policies)
        const viewer = viewerOf(actor, policies)
        const mine: ReadonlyArray<string> = [...telling.stories.keys()].filter(
          (id) => idsSeen(telling, id, viewer, null) !== null,
        )
        const [id, other] = [
          mine[chance % Math.max(1, mine.length)],
          mine[(chance + 1) % Math.max(1, mine.length)],
        ]
        if (id === undefined) continue
        const page = await carryOut(store, ask.timeline(id, { limit: 1 }))
        if (E.isLeft(page)) throw new Error('a timeline was refused')
        const cursor = page.right.older ?? page.right.head
        const refused = async (
          asked: ReturnType<Ask['timeline']> | ReturnType<Ask['inbox']>,
        ): Promise<void> => {
          const answer = await carryOut<unknown>(store, asked)
          expect(answer).toEqual(E.left({ _tag: 'InvalidCursor' }))
          tampered++
        }
        const bytes = Buffer.from(cursor, 'base64url')
        bytes[chance % bytes.length] = (bytes[chance % bytes.length] ?? 0) ^ (1 + (chance % 255))
        await refused(ask.timeline(id, { before: bytes.toString('base64url') }))
        await refused(ask.timeline(id, { after: `${cursor}A` }))
        if (other !== undefined && other !== id) await refused(ask.timeline(other, { before: cursor }))
        await refused(ask.timeline(id, { before: cursor, visibility: 'public' }))
        await refused(ask.inbox({ view: 'all', cursor }))
        await refused(ask.inbox({ view: 'all', changedSince: cursor }))
        for (const stranger of actors) {
          if (stranger === actor) continue
          const theirs = viewerOf(stranger, policies)
          const sees = idsSeen(telling, id, theirs, null) !== null
          const answer = await carryOut(store, askingAs(stranger, policies).timeline(id, { before: cursor }))
          expect(answer).toEqual(E.left({ _tag: sees ? 'InvalidCursor' : 'NotFound' }))
          tampered++
        }
      }
    })
    await fc.assert(property, parameters(30))
    console.info(`cursors refused: ${tampered}`)
  })
})
