import type { Actor, ConversationId, TenantId, Who } from '@colloquy/core/storage'
import type { Command } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { recordStream } from '@colloquy/core/storage'
import { resolveCapabilities, whoIs } from '@colloquy/core/engine'
import { cast, hiding, order } from '../driving/Cast.ts'
import { draft, message, Scene } from '../driving/Scene.ts'

const members = {
  system: cast.system,
  anna: cast.anna,
  bert: cast.bert,
  carl: cast.carl,
  /** Access to her own conversations, and to earlier ones of the same customer. */
  dora: {
    ...cast.dora,
    capabilities: new Set([...cast.carl.capabilities, 'view.customerHistory' as const]),
  },
  /** Access by granted records. */
  emil: {
    ...cast.emil,
    capabilities: new Set(
      [...resolveCapabilities(['role:agent'], 'staff', hiding)].filter((one) => !one.startsWith('view.')),
    ),
  },
  cleo: cast.cleo,
  cora: cast.cora,
  dave: cast.dave,
  /** A customer with the id of a member of staff. */
  annaToo: cast.annaToo,
} satisfies { readonly [name: string]: Actor }

/** The people of a world, equal in every tenant. */
export type People = { readonly [Name in keyof typeof members]: Actor }

/** A customer's reply to a closed conversation forks, staff's re-opens it; joining hides the past, assigning flags. */
export const rules: Policies = {
  ...hiding,
  customer: { ...hiding.customer, replyToClosed: { customer: 'fork', staff: 'reopen' } },
}

/** A tenant in which commands are given, in one batch or one after the other. */
export type World = {
  readonly tenant: TenantId
  readonly people: People
  readonly scene: Scene
}

export const worldOf = (name: string): World => {
  const tenant = name as TenantId
  const of = (one: keyof typeof members): Actor => ({ ...members[one], tenant })
  const people: People = {
    system: of('system'),
    anna: of('anna'),
    bert: of('bert'),
    carl: of('carl'),
    dora: of('dora'),
    emil: of('emil'),
    cleo: of('cleo'),
    cora: of('cora'),
    dave: of('dave'),
    annaToo: of('annaToo'),
  }
  return { tenant, people, scene: new Scene('pair') }
}

/** The id of no conversation. */
export const nowhere = 'nowhere' as ConversationId

export const person = (actor: Actor) => ({ who: whoIs(actor), kind: actor.kind, contact: null })
export const named = (who: Who, name: string) => ({
  who,
  kind: who.side,
  contact: { name, phone: null, email: null },
})

/** The history before the candidates: open, closed, continued and internal conversations, read and unread. */
export const before = ({ people, scene }: World): ReadonlyArray<Command> => {
  const { anna, bert, carl, cleo, dora, system } = people
  const around = { policies: rules }
  const customer = person(cleo)
  for (const id of ['done', 'old', 'one']) {
    const first = draft(`${id}-1`, `first of ${id}`)
    const some = { customer, participants: [person(bert)], queue: 'support', message: first }
    scene.start(anna, id, some, around)
  }
  for (const id of ['done', 'old']) {
    scene.post(cleo, id, `${id}-2`, 'a reply', {}, around)
    scene.run(anna, id, 'Close', {}, around)
  }
  scene.post(cleo, 'old', 'old-3', 'goes on', {}, around)
  scene.run(anna, 'one', 'LinkRecord', { record: order }, around)
  scene.run(anna, 'one', 'Label', { label: 'urgent' }, around)
  scene.post(cleo, 'one', 'one-2', 'from a customer', {}, around)
  scene.post(bert, 'one', 'one-3', 'a note', { visibility: 'internal' }, around)
  scene.post(anna, 'one', 'one-4', 'an answer', { visibility: 'public' }, around)
  scene.post(cleo, 'one', 'one-5', 'and again', {}, around)
  scene.run(anna, 'one', 'Assign', { to: { staff: bert.id } }, around)
  scene.run(anna, 'one', 'Follow', { participant: whoIs(carl), kind: 'staff' }, around)
  const own = { for: whoIs(anna), confirm: false }
  scene.run(anna, 'one', 'MarkRead', { ...own, upTo: message('one-4'), token: null }, around)
  const queued = { queue: 'support', message: draft('two-1', 'another matter') }
  scene.start(cleo, 'two', queued, around)
  scene.run(anna, 'two', 'Join', { participant: whoIs(dora), kind: 'staff', contact: null }, around)
  const between = { participants: [person(bert)], message: draft('inner-1', 'between us') }
  scene.start(anna, 'inner', { type: 'internal', ...between }, around)
  scene.run(bert, recordStream(order), 'FollowRecord', { record: order }, around)
  scene.run(system, 'two', 'SetAttributes', { attributes: { a: 1 } }, around)
  return scene.commands.splice(0)
}
