import type { Actor, ActorId, ConversationId, Time, Who } from '@colloquy/core/storage'
import type { Command, Context } from '@colloquy/core/engine'
import type { Policies, RecordRef } from '@colloquy/core'
import { sideOf, whoIs } from '@colloquy/core/engine'
import { actorsOf, anyRecord, customers, queues, records, staff } from './cast.ts'
import { contextOf } from './contextOf.ts'
import type { Dice } from './Dice.ts'
import type { Known } from './Known.ts'
import { anybody, bodies, openingOf, personFor } from './parts.ts'

/** A start that most policies accept, so that there are conversations. */
export const usualStart = (dice: Dice, known: Known, tenant: string, policies: Policies): Command => {
  const actors = actorsOf(tenant, policies)
  const byCustomer = policies.customer.creation.sides.includes('customer') && dice.oneIn(2)
  const starters = actors.filter(({ id, kind }) =>
    byCustomer ? kind === 'customer' : id === 'host' || id === 'sue',
  )
  const actor = byCustomer
    ? dice.pick(starters)
    : policies.customer.creation.sides.includes('staff')
      ? dice.pick(starters)
      : (starters.at(-1) as Actor)
  const customer: Who = byCustomer ? whoIs(actor) : { side: 'customer', id: dice.pick(customers) as ActorId }
  // Some conversations begin in the same millisecond.
  const together = (known.now - (known.now % 4000)) as Time
  const place = { tenant, id: `k${known.at}`, customer: customer.id, messages: [] }
  known.conversations.push(place)
  const message = { ...openingOf(dice, known, place.messages, whoIs(actor)), visibility: null, as: null }
  return {
    _tag: 'StartConversation',
    beganBy: null,
    conversationId: place.id as ConversationId,
    type: 'customer',
    subject: dice.pick(bodies),
    customer: byCustomer ? null : personFor(dice, customer),
    participants: byCustomer
      ? []
      : [anybody(dice), anybody(dice)].slice(0, dice.roll(3)).map((who) => personFor(dice, who)),
    assignee: null,
    source: dice.pick([null, null, ...(byCustomer ? [records[0] ?? null] : records.slice(0, 2))]),
    contexts: byCustomer || dice.oneIn(2) ? [] : [dice.pick(records)],
    channel: dice.pick(['web', 'mail']),
    queue: dice.pick(queues),
    message: dice.oneIn(4) ? null : message,
    attributes: byCustomer ? {} : { a: dice.roll(2) },
    context: { ...contextOf(dice, known, actor, policies), backdated: null, directory: null, now: together },
  }
}

/** A start that may be refused for any reason. */
export const anyStart = (dice: Dice, known: Known, context: Context, self: Who): Command => {
  const isCustomer = sideOf(context.actor.kind) === 'customer'
  const again = dice.oneIn(20) ? known.conversations.at(-1) : undefined
  const customer: Who = { side: 'customer', id: dice.pick(customers) as ActorId }
  const place = again ?? {
    tenant: context.actor.tenant,
    id: `k${known.at}`,
    customer: isCustomer ? self.id : customer.id,
    messages: [],
  }
  if (again === undefined) known.conversations.push(place)
  const may = context.actor.capabilities.has('start.internal')
  const type = dice.oneIn(isCustomer ? 20 : may ? 5 : 40) ? 'internal' : 'customer'
  const plain = isCustomer && !dice.oneIn(10)
  const sources: ReadonlyArray<RecordRef | null> = [
    null,
    null,
    null,
    null,
    ...records.slice(0, 2),
    dice.pick([...records, null, null]),
  ]
  return {
    _tag: 'StartConversation',
    beganBy: null,
    conversationId: place.id as ConversationId,
    type,
    subject: dice.oneIn(5) ? null : dice.pick(bodies),
    customer: plain || dice.oneIn(6) ? null : personFor(dice, customer),
    participants: plain
      ? []
      : [anybody(dice), anybody(dice)].slice(0, dice.roll(3)).map((who) => personFor(dice, who)),
    assignee:
      !plain && dice.oneIn(context.actor.capabilities.has('assign') ? 4 : 15)
        ? (dice.pick(staff) as ActorId)
        : null,
    source: dice.pick(sources),
    contexts: plain || !dice.oneIn(3) ? [] : [dice.pick(dice.oneIn(4) ? anyRecord : records)],
    channel: dice.pick(['web', 'mail']),
    queue: dice.oneIn(4) ? null : dice.pick(queues),
    message: dice.oneIn(4) ? null : openingOf(dice, known, place.messages, self),
    attributes: plain ? {} : { a: dice.roll(2) },
    context,
  }
}
