import type { Actor, Recorded, Storage } from '@colloquy/core/storage'
import type { Inquiries } from '@colloquy/core/engine'
import type { InboxPage, Policies, StaffShown } from '@colloquy/core'
import { inquiries } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { carryOut, contextFor, openSeal } from '../driving/inquiring.ts'
import type { Listing } from './listingOf.ts'

type Page = InboxPage<StaffShown>
const seal = openSeal()
/** More than the number of conversations. */
const all = 200

/** Walks a list page by page while it changes. */
export class Walker {
  readonly #storage: Storage
  readonly #actor: Actor
  readonly #listing: Listing
  readonly #ask: Inquiries<StaffShown>
  readonly #met: Array<string> = []
  #atStart: ReadonlyArray<string> = []
  #changes = ''
  #next: string | null = null

  private constructor(storage: Storage, actor: Actor, policies: Policies, listing: Listing) {
    this.#storage = storage
    this.#actor = actor
    this.#listing = listing
    // The queries of both sides have the same names; only their results differ.
    this.#ask = inquiries(contextFor(actor, policies, seal)) as Inquiries<StaffShown>
  }

  /** Null where this actor may not query the list. */
  static async begin(
    storage: Storage,
    actor: Actor,
    policies: Policies,
    listing: Listing,
  ): Promise<Walker | null> {
    const walker = new Walker(storage, actor, policies, listing)
    const atStart = await walker.#page({ limit: all })
    const first = await walker.#page({ limit: listing.limit })
    if (atStart === null || first === null) return null
    if (first.changes === null) throw new Error('a first page says from where its changes are')
    walker.#atStart = idsOf(atStart)
    walker.#changes = first.changes
    walker.#take(first)
    return walker
  }

  get isDone(): boolean {
    return this.#next === null
  }

  /** `quiet`: no event since the page before. */
  async step(quiet = false): Promise<void> {
    if (this.#next === null) return
    const page = await this.#page({ limit: this.#listing.limit, cursor: this.#next })
    if (page === null) throw new Error(`refused amid the walk: ${this.#name}`)
    if (quiet) expect(page.rows, `${this.#name}: no page beyond the last`).not.toEqual([])
    this.#take(page)
  }

  /**
   * Checks that an unchanged row appeared once, a changed one at most once, and that `changes` gives the rest of the
   * list.
   */
  async check(happened: ReadonlyArray<Recorded>): Promise<void> {
    const now = idsOf(await this.#page({ limit: all }))
    const changed = new Set(idsOf(await this.#page({ limit: all, changedSince: this.#changes })))
    const touched = new Set<string>(happened.map(({ conversation }) => conversation))
    for (const id of this.#atStart) {
      // Following a record changes linked conversations, which have no event of their own.
      if (touched.has(id) || changed.has(id) || !now.includes(id)) continue
      expect(
        this.#met.filter((one) => one === id),
        `${this.#name}: ${id}, unchanged`,
      ).toHaveLength(1)
    }
    if (this.#actor.kind !== 'customer') {
      expect(new Set(this.#met).size, `${this.#name}: no row twice`).toBe(this.#met.length)
    }
    const met = new Set(this.#met)
    expect(
      now.filter((id) => !met.has(id) && !changed.has(id)),
      `${this.#name}: neither met nor changed`,
    ).toEqual([])
  }

  #take({ rows, next }: Page): void {
    if (next !== null) expect(rows.length, `${this.#name}: no short page`).toBe(this.#listing.limit)
    this.#met.push(...rows.map(({ id }) => id))
    this.#next = next
  }

  async #page(which: object): Promise<Page | null> {
    const { view, filter, sort } = this.#listing
    const page = await carryOut(this.#storage, this.#ask.inbox({ view, filter, sort, ...which }))
    return E.isRight(page) ? page.right : null
  }

  get #name(): string {
    return `${this.#actor.kind} ${this.#actor.id} walks ${JSON.stringify(this.#listing)}`
  }
}

const idsOf = (page: Page | null): ReadonlyArray<string> => {
  if (page === null) throw new Error('a list that was there is refused')
  return page.rows.map(({ id }) => id)
}
