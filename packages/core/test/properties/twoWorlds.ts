import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { actorsOf, recordAnswersFor, records, rules } from '@colloquy/conformance/random/cast'
import { handle, isSettled } from '../../src/app/handle.ts'
import { probe } from '../../src/app/probe.ts'
import type { Inquiry } from '../../src/app/Inquiry.ts'
import { customerInquiries, type Inquiries } from '../../src/app/queries/inquiries.ts'
import type { CustomerShown } from '../../src/app/queries/Shape.ts'
import type { Actor } from '../../src/conversation/Actor.ts'
import type { Command } from '../../src/conversation/Command.ts'
import type { Policies } from '../../src/conversation/policies/Policies.ts'
import type { Seal } from '../../src/ports/Seal.ts'
import type { Storage } from '../../src/ports/Storage.ts'
import { carryOut, contextFor, countingSeal } from './asking.ts'
import { parameters } from './support.ts'
import type { Chapter, Told } from './worlds.ts'
import { hidden, opening, probes, shown, tenant } from './worlds.ts'

const number = fc.noShrink(fc.noBias(fc.nat()))
const chapters = (atMost: number) =>
  fc.noBias(
    fc.array(
      fc.record<Chapter>({
        shown: number,
        inOne: fc.array(number, { maxLength: 4 }),
        inOther: fc.array(number, { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: atMost, size: 'max' },
    ),
  )

/** Commits one command; what a customer is told of it. */
const commit = async (store: Storage, command: Command) => {
  const batch = handle([command])
  const committed = await store.commit(batch.needs, batch.settle)()
  if (E.isLeft(committed)) throw new Error('a storage failed')
  const [outcome] = batch.outcomes(committed.right)
  if (outcome === undefined || !isSettled(outcome)) throw new Error('deferred')
  if (E.isLeft(outcome)) return outcome.left
  const { conversation, customerVersion, messageId, changed } = outcome.right
  return { conversation, customerVersion, messageId, changed }
}

/** A world to tell a story in, with nothing in it. */
export type NewWorld = () => Promise<Storage>

type World = {
  readonly store: Storage
  /** The conversations that continue others, as far as anybody was told. */
  readonly forks: Set<string>
  /** The messages of each conversation: those that everybody may know of, and the notes. */
  readonly messages: Map<string, Array<string>>
  readonly notes: Map<string, Array<string>>
  readonly seals: Map<string, Seal>
  readonly changes: Map<string, string>
}

/** What everybody is asked with: the same in both worlds. */
type Known = {
  readonly ask: Inquiries<CustomerShown>
  /** Asks, and keeps what was answered. */
  readonly put: <A>(inquiry: Inquiry<A>) => Promise<A | null>
  readonly ids: ReadonlyArray<string>
  readonly at: number
  /** What an earlier page said to go on from. */
  readonly since: () => string | undefined
  readonly remember: (changes: string) => void
}

/** How each query is asked: one that is forgotten does not compile. */
const asking: { readonly [N in keyof Inquiries<CustomerShown>]: (known: Known) => Promise<unknown> } = {
  inbox: async ({ ask, put, at, since, remember }) => {
    for (const view of ['all', 'mine', 'unread', 'assigned'] as const) {
      let cursor: string | null = null
      for (let pages = 0; pages < 5; pages++) {
        const sort = at % 2 === 0 ? 'activity' : 'arrival'
        const page: { readonly next: string | null; readonly changes: string | null } | null = await put(
          ask.inbox({ view, limit: 2, cursor, sort }),
        )
        if (view === 'all' && page !== null && page.changes !== null && at % 5 === 0) remember(page.changes)
        cursor = page?.next ?? null
        if (cursor === null) break
      }
    }
    const changedSince = since()
    if (changedSince !== undefined) await put(ask.inbox({ view: 'all', changedSince }))
  },
  indicator: ({ ask, put }) => put(ask.indicator()),
  conversation: ({ ask, put, ids }) => each(ids, (id) => put(ask.conversation(id))),
  conversations: ({ ask, put, ids }) => put(ask.conversations(ids)),
  timeline: ({ ask, put, ids, at }) =>
    each(ids, async (id) => {
      await put(ask.timeline(id, { limit: 50, events: true }))
      const page = await put(ask.timeline(id, { limit: 2, events: true }))
      if (page?.older != null) await put(ask.timeline(id, { limit: 3, events: true, before: page.older }))
      if (page !== null) await put(ask.timeline(id, { after: page.head }))
      await put(ask.timeline(id, { around: `m${at - 1}`, limit: 3 }))
      await put(ask.timeline(id, { around: `n1 ${id} 0`, limit: 3 }))
      await put(ask.timeline(id, { visibility: 'internal' }))
    }),
  unread: ({ ask, put, ids }) => each(ids, (id) => put(ask.unread(id))),
  participants: ({ ask, put, ids }) => each(ids, (id) => put(ask.participants(id))),
  audit: ({ ask, put, ids }) => each(ids, (id) => put(ask.audit(id))),
  forRecord: ({ ask, put }) => each(records, (record) => put(ask.forRecord(record))),
  search: async ({ ask, put }) => {
    await each(['secret', 'question', 'note', 'about'], (text) => put(ask.search({ text })))
    await each(['sue', 'anna', 'cleo', 'secret'], (participant) => put(ask.search({ participant })))
  },
  countsFor: async ({ ask, put }) => {
    await put(ask.countsFor(records))
    await each(records, (record) => put(ask.countsFor([record])))
  },
  unansweredRecords: ({ ask, put }) => put(ask.unansweredRecords()),
  forCustomer: ({ ask, put }) => put(ask.forCustomer('cleo')),
}

const each = async <A>(all: ReadonlyArray<A>, ask: (one: A) => Promise<unknown>): Promise<void> => {
  for (const one of all) await ask(one)
}

/** Everything a customer can ask, and what they are answered. */
const everything = async (
  { store, seals, changes }: World,
  forks: ReadonlyArray<string>,
  customer: Actor,
  policies: Policies,
  at: number,
) => {
  const seal = seals.get(customer.id) ?? countingSeal()
  seals.set(customer.id, seal)
  const answers: Array<unknown> = []
  const known: Known = {
    ask: customerInquiries(contextFor(customer, policies, seal)),
    put: async (inquiry) => {
      const answer = await carryOut(store, inquiry, false)
      answers.push(answer)
      return E.isRight(answer) ? answer.right : null
    },
    ids: ['k1', 'k2', 'k3', 'nowhere', 'n1', `one i${at} 0`, `f${at}`, ...forks],
    at,
    since: () => changes.get(customer.id),
    remember: (token) => changes.set(customer.id, token),
  }
  for (const ask of Object.values(asking)) await ask(known)
  return answers
}

const may = async ({ store }: World, commands: ReadonlyArray<Command>, customer: Actor) => {
  const answers: Array<unknown> = []
  for (const command of commands) {
    const context = { ...command.context, actor: customer, records: recordAnswersFor(customer) }
    const asked = probe({ ...command, context }, true)
    await store.commit(asked.needs, asked.settle)()
    answers.push(asked.answer())
  }
  return answers
}

/** Rules that open every path, and a product where both sides' replies begin continuations. */
const tried = [0, 1, 2, 3, 4, 5, 6, 10].map((at) => rules[at] as Policies)

/** What was there to be told apart: how often each kind of command was accepted, by whether customers hear of it. */
export type Seen = Map<string, number>

const countIn = (seen: Seen, what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)

const newWorld = async (create: NewWorld): Promise<World> => ({
  store: await create(),
  forks: new Set(),
  messages: new Map(),
  notes: new Map(),
  seals: new Map(),
  changes: new Map(),
})

/** Of what is told openly a note is known once it is published. */
const remember = (known: World['messages'], conversation: string, command: Command): void => {
  const isNew =
    command._tag === 'PublishMessage' ||
    (command._tag === 'PostMessage' && command.forkId.startsWith('n') === false)
  if (isNew) known.set(conversation, [...(known.get(conversation) ?? []), command.messageId])
}

const toldOf = ({ forks, messages }: World): Told => ({ forks: [...forks], messages })

const tell = async (world: World, commands: ReadonlyArray<Command>, seen: Seen, kind: 'shown' | 'hidden') => {
  const receipts: Array<unknown> = []
  const doneByStaff: Array<boolean> = []
  for (const command of commands) {
    const receipt = await commit(world.store, command)
    if ('conversation' in receipt) {
      countIn(
        seen,
        `${kind} ${command._tag}${command._tag === 'PostMessage' ? ` by ${command.context.actor.kind}` : ''}`,
      )
      remember(kind === 'shown' ? world.messages : world.notes, receipt.conversation, command)
      if (receipt.conversation.startsWith('f')) {
        world.forks.add(receipt.conversation)
        countIn(seen, `${kind} in a continuation`)
      }
    }
    // What staff are told of their own doing is theirs.
    if (command.context.actor.kind === 'customer') receipts.push(receipt)
    else doneByStaff.push('conversation' in receipt)
  }
  return { receipts, doneByStaff }
}

const tellHidden = async (
  world: World,
  secrets: ReadonlyArray<number>,
  moment: { readonly world: string; readonly at: number; readonly first: number },
  policies: Policies,
  seen: Seen,
) => {
  for (const [nth, n] of secrets.entries()) {
    const { world: name, at, first } = moment
    const now = { world: name, at, nth: nth + first, told: toldOf(world), notes: world.notes }
    await tell(world, hidden(n, now, policies), seen, 'hidden')
  }
}

/** What random stories come across: counted, so that a kind that is never met is seen to be missing. */
export const whatIsMet = async (create: NewWorld, stories: number): Promise<Seen> => {
  const seen: Seen = new Map()
  const sampled = fc.sample(fc.tuple(fc.nat(tried.length - 1), chapters(12)), { seed: 1, numRuns: stories })
  for (const [rule, story] of sampled) {
    const policies = tried[rule] as Policies
    const world = await newWorld(create)
    for (const command of opening(policies)) await commit(world.store, command)
    for (const [at, chapter] of story.entries()) {
      await tell(world, shown(chapter.shown, at, policies, toldOf(world)), seen, 'shown')
      await tellHidden(world, chapter.inOne, { world: 'one', at, first: 0 }, policies, seen)
    }
  }
  return seen
}

/** Tells two histories that differ in what customers may not see, and compares all that customers can ask. */
export const lookAlike = async (create: NewWorld, runs: number): Promise<Seen> => {
  const seen: Seen = new Map()
  const property = fc.asyncProperty(fc.nat(tried.length - 1), chapters(12), async (rule, story) => {
    const policies = tried[rule] as Policies
    const seeing = actorsOf(tenant, policies).filter(({ kind }) => kind === 'customer')
    const worlds = [await newWorld(create), await newWorld(create)]
    for (const { store } of worlds) for (const command of opening(policies)) await commit(store, command)
    for (const [at, chapter] of story.entries()) {
      const receipts: Array<unknown> = []
      const doneByStaff: Array<unknown> = []
      const answers: Array<unknown> = []
      for (const [which, world] of worlds.entries()) {
        const secrets = which === 0 ? chapter.inOne : chapter.inOther
        const name = which === 0 ? 'one' : 'other'
        const half = Math.floor(secrets.length / 2)
        await tellHidden(world, secrets.slice(0, half), { world: name, at: at - 1, first: 0 }, policies, seen)
        const told = shown(chapter.shown, at, policies, toldOf(world))
        const openly = await tell(world, told, seen, 'shown')
        receipts.push(openly.receipts)
        doneByStaff.push(openly.doneByStaff)
        await tellHidden(world, secrets.slice(half), { world: name, at, first: half }, policies, seen)
        const all: Array<unknown> = []
        const forks = [...world.forks]
        for (const customer of seeing) {
          all.push(
            await everything(world, forks, customer, policies, at),
            await may(world, [...told, ...probes(at, customer, policies, forks)], customer),
          )
        }
        answers.push(all)
      }
      // Who joined by a note of one world may do there what is refused in the other: then what is told openly differs.
      if (!isDeepStrictEqual(doneByStaff[1], doneByStaff[0])) return countIn(seen, 'parted')
      expect(receipts[1]).toStrictEqual(receipts[0])
      expect(answers[1]).toStrictEqual(answers[0])
    }
  })
  const { numRuns, seed } = parameters(runs)
  await fc.assert(property, { numRuns, seed })
  const parted = seen.get('parted') ?? 0
  console.info(`two worlds: ${numRuns} stories, ${parted} of them parted by what staff could do openly`)
  // A story that parts early says little, so few may.
  expect(parted).toBeLessThan(Math.max(3, numRuns / 5))
  return seen
}
