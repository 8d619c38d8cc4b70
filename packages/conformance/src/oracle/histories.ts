import type {
  Actor,
  ActorId,
  Command,
  CommandId,
  Contact,
  Context,
  ConversationId,
  Draft,
  MessageId,
  Person,
  Policies,
  RecordRef,
  Time,
  Who,
} from '@colloquy/core'
import { recordStream, sideOf, whoIs } from '@colloquy/core'
import {
  actorsOf,
  anyRecord,
  customers,
  labels,
  queues,
  recordAnswers,
  records,
  rules,
  staff,
  tenants,
} from './cast.ts'

/** A number that stands for one command: any number makes one, so that a failing history can be made shorter. */
export type Step = number

export type History = { readonly policies: Policies; readonly commands: ReadonlyArray<Command> }

/** What has been named so far, whether or not it came to be. */
type Known = {
  readonly conversations: Array<{
    readonly tenant: string
    readonly id: string
    readonly customer: string | null
    readonly messages: Array<string>
  }>
  now: number
  at: number
  readonly commands: Array<Command>
}

/** Makes commands of numbers: always the same of the same. */
export const historyOf = (rule: number, steps: ReadonlyArray<Step>): History => {
  const policies = rules[rule % rules.length] as Policies
  const known: Known = { conversations: [], now: 1_700_000_000_000, at: 0, commands: [] }
  for (const step of steps) {
    known.at++
    known.commands.push(commandOf(new Dice(step), known, policies))
  }
  return { policies, commands: known.commands }
}

/** Takes one number after the other, all of them from the first. */
class Dice {
  private state: number
  constructor(seed: number) {
    this.state = seed
  }
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    const mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((more ^ (more >>> 14)) >>> 0) % sides
  }
  one<A>(list: ReadonlyArray<A>): A {
    return list[this.roll(list.length)] as A
  }
  /** True once in so many times. */
  seldom(times: number): boolean {
    return this.roll(times) === times - 1
  }
}

type Kinds = ReadonlyArray<readonly [number, Command['_tag']]>

const weights: Kinds = [
  [9, 'StartConversation'],
  [26, 'PostMessage'],
  [3, 'EditMessage'],
  [6, 'RemoveMessage'],
  [4, 'PublishMessage'],
  [4, 'LinkRecord'],
  [2, 'UnlinkRecord'],
  [4, 'Join'],
  [4, 'Leave'],
  [3, 'Follow'],
  [3, 'Unfollow'],
  [2, 'Mute'],
  [1, 'Unmute'],
  [2, 'FollowRecord'],
  [1, 'UnfollowRecord'],
  [4, 'Assign'],
  [3, 'Transfer'],
  [3, 'Pick'],
  [3, 'Release'],
  [5, 'Close'],
  [3, 'Reopen'],
  [2, 'Lock'],
  [2, 'Unlock'],
  [3, 'MarkNoReplyNeeded'],
  [2, 'Rename'],
  [2, 'Label'],
  [1, 'Unlabel'],
  [2, 'SetAttributes'],
  [2, 'SetType'],
  [1, 'RemoveConversation'],
  [9, 'MarkRead'],
  [8, 'MarkUnread'],
  [1, 'SettleImport'],
  [1, 'EraseContent'],
]
const wheel = weights.flatMap(([weight, tag]) => Array.from({ length: weight }, () => tag))

const commandOf = (dice: Dice, known: Known, policies: Policies): Command => {
  known.now += dice.one([1000, 1000, 1000, 0, 3000, -1500])
  const again = known.commands.at(-1 - dice.roll(4))
  const tag = known.conversations.length === 0 ? 'StartConversation' : dice.one(wheel)
  // A retry, word for word, or with another content under the same id.
  if (dice.seldom(25) && again !== undefined) {
    if (dice.seldom(2)) return { ...again, context: { ...again.context, hash: `other ${known.at}` } }
    return { ...again, context: { ...again.context, now: known.now as Time } }
  }
  const sequel = again !== undefined && dice.seldom(4) ? sequelOf(dice, known, again) : null
  if (sequel !== null) return sequel
  const place = dice.seldom(30)
    ? none
    : (known.conversations.at(-1 - dice.roll(Math.min(4, known.conversations.length))) ?? none)
  const tenant = tag === 'StartConversation' ? (dice.seldom(6) ? tenants[1] : tenants[0]) : place.tenant
  const actor = insider(dice, dice.one(castFor(tag, actorsOf(tenant, policies))), place, policies)
  if (tag === 'StartConversation' && !dice.seldom(4)) return plainStart(dice, known, tenant, policies)
  const context = contextOf(dice, known, actor, policies)
  return build(tag, dice, known, place, context)
}

const none: Known['conversations'][number] = {
  tenant: tenants[0],
  id: 'nowhere',
  customer: null,
  messages: [],
}

/** What undoes a command, or builds on it, by the same actor: such pairs are rare by chance. */
const sequelOf = (dice: Dice, known: Known, earlier: Command): Command | null => {
  const { conversationId } = earlier
  const context: Context = {
    ...earlier.context,
    now: known.now as Time,
    commandId: `c${known.at}` as CommandId,
    backdated: null,
    ledger: true,
  }
  const on = { conversationId, context }
  const self = whoIs(context.actor)
  const own = { for: self, confirm: false }
  const last = (known.conversations.find(({ id }) => id === conversationId)?.messages.at(-1 - dice.roll(2)) ??
    'm0') as MessageId
  switch (earlier._tag) {
    case 'StartConversation':
    case 'PostMessage': {
      const messageId = earlier._tag === 'PostMessage' ? earlier.messageId : last
      const onMessage = { ...on, messageId }
      return hashed(
        dice.one<Command>([
          { _tag: 'PublishMessage', ...onMessage },
          { _tag: 'EditMessage', ...onMessage, body: dice.one(bodies), mentions: [] },
          { _tag: 'RemoveMessage', ...onMessage },
          { _tag: 'MarkRead', ...on, ...own, upTo: last, token: null },
          { _tag: 'MarkUnread', ...on, ...own, from: null },
        ]),
      )
    }
    case 'EditMessage':
      return hashed({ _tag: 'PublishMessage', ...on, messageId: earlier.messageId })
    case 'LinkRecord':
      return hashed({ _tag: 'UnlinkRecord', ...on, record: earlier.record })
    case 'FollowRecord':
      return hashed({ _tag: 'UnfollowRecord', ...on, record: earlier.record })
    case 'Join':
    case 'Follow':
      return hashed({
        _tag: dice.one(['Leave', 'Unfollow'] as const),
        ...on,
        participant: earlier.participant,
      })
    case 'Leave':
      return hashed({
        _tag: 'Join',
        ...on,
        participant: earlier.participant,
        kind: earlier.participant.side,
        contact: null,
      })
    case 'Mute':
      return hashed({ _tag: dice.one(['Unmute', 'Leave'] as const), ...on, participant: earlier.participant })
    case 'Assign':
    case 'Pick':
      return hashed(
        dice.one<Command>([
          { _tag: 'Release', ...on },
          { _tag: 'Transfer', ...on, to: dice.one([{ staff: 'anna' as ActorId }, { queue: queues[1] }]) },
          { _tag: 'MarkUnread', ...on, ...own, from: null },
        ]),
      )
    case 'Close':
      return hashed({ _tag: dice.one(['Lock', 'Reopen'] as const), ...on })
    case 'Lock':
      return hashed({ _tag: dice.one(['Unlock', 'Reopen'] as const), ...on })
    case 'Label':
      return hashed({ _tag: 'Unlabel', ...on, label: earlier.label })
    case 'SetType':
      return hashed({ _tag: 'SetType', ...on, type: earlier.type === 'internal' ? 'customer' : 'internal' })
    case 'MarkRead':
    case 'MarkUnread':
      return hashed(
        dice.one<Command>([
          {
            _tag: 'MarkRead',
            ...on,
            for: earlier.for,
            confirm: true,
            upTo: last,
            token: dice.one([null, null, 0, 1]),
          },
          { _tag: 'MarkUnread', ...on, for: earlier.for, confirm: true, from: dice.one([null, last]) },
          { _tag: 'Unfollow', ...on, participant: earlier.for },
          { _tag: 'Leave', ...on, participant: earlier.for },
        ]),
      )
    default:
      return null
  }
}

/** Most customers who act are those that the conversation is with. */
const insider = (
  dice: Dice,
  actor: Actor,
  place: Known['conversations'][number],
  policies: Policies,
): Actor => {
  if (actor.kind !== 'customer' || place.customer === null || dice.seldom(5)) return actor
  return (
    actorsOf(actor.tenant, policies).find(({ id, kind }) => kind === 'customer' && id === place.customer) ??
    actor
  )
}

/** Some commands are only the system's to give; the rest are mostly staff's. */
const castFor = (tag: Command['_tag'], actors: ReadonlyArray<Actor>): ReadonlyArray<Actor> => {
  const ofKind = (...kinds: ReadonlyArray<Actor['kind']>) => actors.filter(({ kind }) => kinds.includes(kind))
  switch (tag) {
    case 'EraseContent':
    case 'SettleImport':
      return [...ofKind('system'), ...ofKind('system'), ...actors]
    case 'StartConversation':
      return [...actors, ...ofKind('customer'), ...ofKind('system'), ...ofKind('system')]
    case 'PostMessage':
    case 'MarkRead':
    case 'MarkUnread':
      return [...actors, ...ofKind('customer'), ...actors.filter(({ id }) => id === 'sue')]
    default:
      return [...actors, ...ofKind('staff'), ...actors.filter(({ id }) => id === 'sue' || id === 'host')]
  }
}

const contextOf = (dice: Dice, known: Known, actor: Actor, policies: Policies): Context => ({
  actor,
  policies,
  now: known.now as Time,
  backdated: dice.seldom(actor.capabilities.has('backdate') ? 15 : 60)
    ? ((known.now - dice.one([500, 20_000, -2000])) as Time)
    : null,
  commandId: `c${known.at}` as CommandId,
  ledger: !dice.seldom(12),
  hash: '',
  correlationId: null,
  causationId: null,
  meta: {},
  directory: dice.seldom(6) ? directory : null,
  records: recordAnswers,
})

const contact = (id: string): Contact => ({
  name: `${id} smith`,
  phone: `+4930${id.length}12345`,
  email: null,
})

const directory: Context['directory'] = new Map(
  [
    ...staff.map((id) => ({ id, side: 'staff' as const, active: id !== 'ben' })),
    ...customers.map((id) => ({ id, side: 'customer' as const, active: id !== 'carl' })),
  ].map(({ id, side, active }) => [
    `${side}:${id}`,
    { id: id as ActorId, kind: side, active, role: side === 'staff' ? 'agent' : null, contact: contact(id) },
  ]),
)

const anybody = (dice: Dice): Who => {
  const side = dice.one(['staff', 'customer', 'staff'] as const)
  return { side, id: dice.one(side === 'staff' ? staff : customers) as ActorId }
}

const bodies = ['hello there', 'where is my order', 'Order two is late', 'thanks', 'HELLO again'] as const

const draftOf = (dice: Dice, known: Known, messages: Array<string>, self: Who): Draft => {
  const used = messages.length > 0 && dice.seldom(20)
  const messageId = used ? dice.one(messages) : `m${known.at}`
  const before = [...messages]
  if (!used) messages.push(messageId)
  const earlier = (times: number): MessageId | null =>
    before.length > 0 && dice.seldom(times) ? (dice.one(before) as MessageId) : null
  return {
    messageId: messageId as MessageId,
    body: dice.one(bodies),
    visibility:
      self.side === 'customer' && !dice.seldom(12) ? null : dice.one(['public', 'internal', null] as const),
    as: dice.seldom(8) ? anybody(dice) : null,
    replyTo: earlier(6),
    mentions: dice.seldom(8) ? [dice.one(staff) as ActorId] : [],
    seenUpTo: earlier(5),
    confirmPublic: !dice.seldom(3),
    answers: dice.seldom(3),
    attributes: {},
  }
}

/** A hash as the front door makes one: of what was given, without who and when. */
const hashed = <C extends Command>(command: C): C => {
  const { context, ...input } = command
  return { ...command, context: { ...context, hash: JSON.stringify([input, context.backdated]) } }
}

const build = (
  tag: Command['_tag'],
  dice: Dice,
  known: Known,
  place: Known['conversations'][number],
  context: Context,
): Command => {
  const self = whoIs(context.actor)
  const on = { conversationId: place.id as ConversationId, context }
  const participant = dice.seldom(2) ? anybody(dice) : self
  const onPerson = { ...on, participant }
  const messageId = (
    place.messages.length === 0 ? 'm0' : (place.messages.at(-1 - dice.roll(place.messages.length)) ?? 'm0')
  ) as MessageId
  const onMessage = { ...on, messageId }
  const to = dice.seldom(4) ? { queue: dice.one(queues) } : { staff: dice.one([...staff, 'cleo']) as ActorId }
  const record = dice.one(anyRecord)
  switch (tag) {
    case 'StartConversation':
      return start(dice, known, context, self)
    case 'PostMessage': {
      const forkId = `f${known.at}`
      const post = hashed({
        _tag: tag,
        ...on,
        forkId: forkId as ConversationId,
        ...draftOf(dice, known, place.messages, self),
      })
      // Perhaps it begins one: later commands may find it there.
      if (dice.seldom(context.policies.customer.replyToClosed.staff === 'fork' ? 4 : 40)) {
        known.conversations.splice(-1, 0, {
          tenant: place.tenant,
          id: forkId,
          customer: place.customer,
          messages: [post.messageId],
        })
      }
      return post
    }
    case 'EditMessage':
      return hashed({ _tag: tag, ...onMessage, body: dice.one(bodies), mentions: [] })
    case 'RemoveMessage':
    case 'PublishMessage':
      return hashed({ _tag: tag, ...onMessage })
    case 'LinkRecord':
    case 'UnlinkRecord':
      return hashed({ _tag: tag, ...on, record })
    case 'Join':
      return hashed({
        _tag: tag,
        ...onPerson,
        kind: participant.side,
        contact: dice.seldom(3) ? contact(participant.id) : null,
      })
    case 'Follow':
      return hashed({ _tag: tag, ...onPerson, kind: participant.side })
    case 'Leave':
    case 'Unfollow':
      return hashed({ _tag: tag, ...onPerson })
    case 'Mute':
    case 'Unmute':
      return hashed({ _tag: tag, ...on, participant: dice.seldom(8) ? participant : self })
    case 'FollowRecord':
    case 'UnfollowRecord':
      return hashed({ _tag: tag, conversationId: recordStream(record), record, context })
    case 'Assign':
    case 'Transfer':
      return hashed({ _tag: tag, ...on, to })
    case 'Rename':
      return hashed({ _tag: tag, ...on, subject: dice.one(bodies) })
    case 'Label':
    case 'Unlabel':
      return hashed({ _tag: tag, ...on, label: dice.one(labels) })
    case 'SetAttributes':
      return hashed({
        _tag: tag,
        ...on,
        attributes: { [dice.one(['a', 'b'])]: dice.one([1, 'x', true, null]) },
      })
    case 'SetType':
      return hashed({ _tag: tag, ...on, type: dice.one(['customer', 'internal'] as const) })
    case 'MarkRead':
      return hashed({
        _tag: tag,
        ...on,
        ...reading(dice, self),
        upTo: dice.seldom(5) ? null : messageId,
        token: dice.seldom(4) ? dice.roll(4) : null,
      })
    case 'MarkUnread':
      return hashed({ _tag: tag, ...on, ...reading(dice, self), from: dice.seldom(2) ? null : messageId })
    case 'EraseContent':
      return hashed({
        _tag: tag,
        ...on,
        of: dice.one([
          { what: 'participant', who: anybody(dice) },
          { what: 'message', messageId },
          { what: 'conversation' },
        ] as const),
      })
    default:
      return hashed({ _tag: tag, ...on })
  }
}

const reading = (dice: Dice, self: Who): { readonly for: Who; readonly confirm: boolean } =>
  dice.seldom(4) ? { for: anybody(dice), confirm: !dice.seldom(4) } : { for: self, confirm: false }

const openingOf = (dice: Dice, known: Known, messages: Array<string>, self: Who): Draft => {
  const draft = draftOf(dice, known, messages, self)
  return {
    ...draft,
    replyTo: null,
    seenUpTo: null,
    as: dice.seldom(6) ? draft.as : null,
    visibility: dice.seldom(4) ? draft.visibility : null,
  }
}

/** One that succeeds under most rules, so that there is something to talk about. */
const plainStart = (dice: Dice, known: Known, tenant: string, policies: Policies): Command => {
  const actors = actorsOf(tenant, policies)
  const byCustomer = policies.customer.creation.sides.includes('customer') && dice.seldom(2)
  const starters = actors.filter(({ id, kind }) =>
    byCustomer ? kind === 'customer' : id === 'host' || id === 'sue',
  )
  const actor = byCustomer
    ? dice.one(starters)
    : policies.customer.creation.sides.includes('staff')
      ? dice.one(starters)
      : (starters.at(-1) as Actor)
  const customer: Who = byCustomer ? whoIs(actor) : { side: 'customer', id: dice.one(customers) as ActorId }
  // Some begin in the same millisecond.
  const together = (known.now - (known.now % 4000)) as Time
  const place = { tenant, id: `k${known.at}`, customer: customer.id, messages: [] }
  known.conversations.push(place)
  const person = (who: Who): Person => ({
    who,
    kind: who.side,
    contact: dice.seldom(2) ? contact(who.id) : null,
  })
  const message = { ...openingOf(dice, known, place.messages, whoIs(actor)), visibility: null, as: null }
  return hashed({
    _tag: 'StartConversation',
    beganBy: null,
    conversationId: place.id as ConversationId,
    type: 'customer',
    subject: dice.one(bodies),
    customer: byCustomer ? null : person(customer),
    participants: byCustomer ? [] : [anybody(dice), anybody(dice)].slice(0, dice.roll(3)).map(person),
    owner: null,
    source: dice.one([null, null, ...records.slice(0, 2)]),
    contexts: byCustomer || dice.seldom(2) ? [] : [dice.one(records)],
    channel: dice.one(['web', 'mail']),
    queue: dice.one(queues),
    message: dice.seldom(4) ? null : message,
    attributes: byCustomer ? {} : { a: dice.roll(2) },
    context: { ...contextOf(dice, known, actor, policies), backdated: null, directory: null, now: together },
  })
}

const start = (dice: Dice, known: Known, context: Context, self: Who): Command => {
  const isCustomer = sideOf(context.actor.kind) === 'customer'
  const again = dice.seldom(20) ? known.conversations.at(-1) : undefined
  const customer: Who = { side: 'customer', id: dice.one(customers) as ActorId }
  const place = again ?? {
    tenant: context.actor.tenant,
    id: `k${known.at}`,
    customer: isCustomer ? self.id : customer.id,
    messages: [],
  }
  if (again === undefined) known.conversations.push(place)
  const may = context.actor.capabilities.has('start.internal')
  const type = dice.seldom(isCustomer ? 20 : may ? 5 : 40) ? 'internal' : 'customer'
  const person = (who: Who): Person => ({
    who,
    kind: who.side,
    contact: dice.seldom(2) ? contact(who.id) : null,
  })
  const plain = isCustomer && !dice.seldom(10)
  const sources: ReadonlyArray<RecordRef | null> = [
    null,
    null,
    null,
    null,
    ...records.slice(0, 2),
    dice.one([...records, null, null]),
  ]
  return hashed({
    _tag: 'StartConversation',
    beganBy: null,
    conversationId: place.id as ConversationId,
    type,
    subject: dice.seldom(5) ? null : dice.one(bodies),
    customer: plain || dice.seldom(6) ? null : person(customer),
    participants: plain ? [] : [anybody(dice), anybody(dice)].slice(0, dice.roll(3)).map(person),
    owner:
      !plain && dice.seldom(context.actor.capabilities.has('assign') ? 4 : 15)
        ? (dice.one(staff) as ActorId)
        : null,
    source: dice.one(sources),
    contexts: plain || !dice.seldom(3) ? [] : [dice.one(dice.seldom(4) ? anyRecord : records)],
    channel: dice.one(['web', 'mail']),
    queue: dice.seldom(4) ? null : dice.one(queues),
    message: dice.seldom(4) ? null : openingOf(dice, known, place.messages, self),
    attributes: plain ? {} : { a: dice.roll(2) },
    context,
  })
}
