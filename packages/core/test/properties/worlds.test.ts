import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { actorsOf, recordAnswersFor, records, rules, staff } from '../../../conformance/src/oracle/cast.ts'
import { handle, isSettled } from '../../src/app/handle.ts'
import { probe } from '../../src/app/probe.ts'
import type { Inquiry } from '../../src/app/Inquiry.ts'
import { customerInquiries } from '../../src/app/queries/inquiries.ts'
import type { Actor } from '../../src/conversation/Actor.ts'
import type { Command } from '../../src/conversation/Command.ts'
import type { Policies } from '../../src/conversation/policies/Policies.ts'
import { memory } from '../../src/memory/memory.ts'
import type { Seal } from '../../src/ports/Seal.ts'
import type { Storage } from '../../src/ports/Storage.ts'
import { carryOut, contextFor, countingSeal } from './asking.ts'
import { parameters, patience } from './support.ts'
import type { Chapter } from './worlds.ts'
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

type World = {
  readonly store: Storage
  readonly seals: Map<string, Seal>
  readonly changes: Map<string, string>
}

/** Everything a customer can ask, and what they are answered. */
const everything = async (
  { store, seals, changes }: World,
  customer: Actor,
  policies: Policies,
  at: number,
) => {
  const seal = seals.get(customer.id) ?? countingSeal()
  seals.set(customer.id, seal)
  const ask = customerInquiries(contextFor(customer, policies, seal))
  const answers: Array<unknown> = []
  const put = async <A>(inquiry: Inquiry<A>): Promise<A | null> => {
    const answer = await carryOut(store, inquiry, false)
    answers.push(answer)
    return E.isRight(answer) ? answer.right : null
  }
  for (const view of ['all', 'mine', 'unread', 'assigned'] as const) {
    let cursor: string | null = null
    for (let pages = 0; pages < 5; pages++) {
      const sort = at % 2 === 0 ? 'activity' : 'arrival'
      const page: { readonly next: string | null; readonly changes: string | null } | null = await put(
        ask.inbox({ view, limit: 2, cursor, sort }),
      )
      if (view === 'all' && page?.changes !== null && page !== null && at % 5 === 0)
        changes.set(customer.id, page.changes)
      cursor = page?.next ?? null
      if (cursor === null) break
    }
  }
  const since = changes.get(customer.id)
  if (since !== undefined) await put(ask.inbox({ view: 'all', changedSince: since }))
  await put(ask.indicator())
  for (const id of ['k1', 'k2', 'k3', 'nowhere', 'n1', `f${at}`]) {
    await put(ask.conversation(id))
    await put(ask.timeline(id, { limit: 50, events: true }))
    const page = await put(ask.timeline(id, { limit: 2, events: true }))
    if (page?.older != null) await put(ask.timeline(id, { limit: 3, events: true, before: page.older }))
    if (page !== null) await put(ask.timeline(id, { after: page.head }))
    await put(ask.timeline(id, { around: `m${at - 1}`, limit: 3 }))
    await put(ask.timeline(id, { around: `n1 ${id} 0`, limit: 3 }))
    await put(ask.timeline(id, { visibility: 'internal' }))
    await put(ask.unread(id))
    await put(ask.participants(id))
    await put(ask.audit(id))
    for (const record of records) await put(ask.forRecord(record))
  }
  for (const text of ['secret', 'question', 'note', 'about']) await put(ask.search({ text }))
  for (const participant of ['sue', 'anna', 'cleo', 'secret']) await put(ask.search({ participant }))
  await put(ask.countsFor(records))
  for (const record of records) await put(ask.countsFor([record]))
  await put(ask.unansweredRecords())
  await put(ask.forCustomer('cleo'))
  return answers
}

const may = async ({ store }: World, commands: ReadonlyArray<Command>, customer: Actor) => {
  const answers: Array<unknown> = []
  for (const command of commands) {
    const asked = probe(
      { ...command, context: { ...command.context, actor: customer, records: recordAnswersFor(customer) } },
      true,
    )
    await store.commit(asked.needs, asked.settle)()
    answers.push(asked.answer())
  }
  return answers
}

test('two histories that differ in what customers may not see look alike to them', {
  timeout: patience,
}, async () => {
  let compared = 0
  const property = fc.asyncProperty(fc.nat(6), chapters(12), async (rule, story) => {
    const policies = rules[rule] as Policies
    const seeing = actorsOf(tenant, policies).filter(({ kind }) => kind === 'customer')
    const worlds = [0, 1].map((): World => ({ store: memory(), seals: new Map(), changes: new Map() }))
    for (const { store } of worlds) for (const command of opening(policies)) await commit(store, command)
    for (const [at, chapter] of story.entries()) {
      const told = shown(chapter.shown, at, policies)
      const receipts: Array<unknown> = []
      const answers: Array<unknown> = []
      for (const [which, world] of worlds.entries()) {
        const secrets = which === 0 ? chapter.inOne : chapter.inOther
        const name = which === 0 ? 'one' : 'other'
        const half = Math.floor(secrets.length / 2)
        for (const [nth, n] of secrets.slice(0, half).entries()) {
          await commit(world.store, hidden(n, at - 1, name, nth, policies))
        }
        const got: Array<unknown> = []
        for (const command of told) {
          const receipt = await commit(world.store, command)
          // What staff are told of their own doing is theirs.
          if (command.context.actor.kind === 'customer') got.push(receipt)
        }
        for (const [nth, n] of secrets.slice(half).entries()) {
          await commit(world.store, hidden(n, at, name, nth + half, policies))
        }
        const all: Array<unknown> = []
        for (const customer of seeing) {
          all.push(
            await everything(world, customer, policies, at),
            await may(world, [...told, ...probes(at, customer, policies)], customer),
          )
        }
        receipts.push(got)
        answers.push(all)
      }
      expect(receipts[1]).toStrictEqual(receipts[0])
      expect(answers[1]).toStrictEqual(answers[0])
      compared += (answers[0] as ReadonlyArray<unknown>).length
    }
  })
  await fc.assert(property, parameters(30))
  console.info(`alike in two worlds: ${compared} times everything, by ${staff.length} of the staff`)
})
