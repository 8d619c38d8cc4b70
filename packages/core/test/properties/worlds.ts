import type { Command, Context, Draft } from '../../src/conversation/Command.ts'
import type { Actor, Who } from '../../src/conversation/Actor.ts'
import { whoIs } from '../../src/conversation/Actor.ts'
import type { ActorId, CommandId, ConversationId, MessageId, Time } from '../../src/conversation/Ids.ts'
import { recordStream } from '../../src/conversation/Ids.ts'
import type { Policies } from '../../src/conversation/policies/Policies.ts'
import {
  actorsOf,
  customers,
  labels,
  queues,
  recordAnswersFor,
  records,
  staff,
} from '@colloquy/conformance/random/cast'

/** One thing that customers are told of, and things in each of two worlds that they are not. */
export type Chapter = {
  readonly shown: number
  readonly inOne: ReadonlyArray<number>
  readonly inOther: ReadonlyArray<number>
}

export const tenant = 'acme'
const conversations = ['k1', 'k2', 'k3'] as const
const notes = ['n1', 'n2', 'n3'] as const
const assignees = [...staff, 'robo'] as const
const one = <A>(list: ReadonlyArray<A>, n: number): A => list[n % list.length] as A
const start = 1_700_000_000_000

/** Who acts, by name. */
export const acting = (policies: Policies, id: string, kind: Actor['kind']): Actor =>
  actorsOf(tenant, policies).find((actor) => actor.id === id && actor.kind === kind) as Actor

const contextOf = (
  actor: Actor,
  policies: Policies,
  now: number,
  commandId: string,
  hash: unknown,
): Context => ({
  actor,
  policies,
  now: now as Time,
  backdated: null,
  commandId: commandId as CommandId,
  ledger: true,
  hash: JSON.stringify(hash),
  correlationId: null,
  causationId: null,
  meta: {},
  directory: null,
  records: recordAnswersFor(actor),
})

const draft = (id: string, body: string, visibility: Draft['visibility']): Draft => ({
  messageId: id as MessageId,
  body,
  visibility,
  as: null,
  replyTo: null,
  mentions: [],
  seenUpTo: null,
  confirmPublic: true,
  answers: false,
  attributes: {},
})

/** What both worlds begin with: three conversations, with a note in each that may be published. */
export const opening = (policies: Policies): ReadonlyArray<Command> => {
  const sue = acting(policies, 'sue', 'staff')
  return conversations.flatMap((id, n): ReadonlyArray<Command> => {
    const customer: Who = { side: 'customer', id: one(customers, n) as ActorId }
    const context = (name: string) => contextOf(sue, policies, start + n, `${name} ${id}`, [name, id])
    const conversationId = id as ConversationId
    return [
      {
        _tag: 'StartConversation',
        beganBy: null,
        conversationId,
        type: 'customer',
        subject: 'about an order',
        customer: {
          who: customer,
          kind: 'customer',
          contact: { name: 'Cleo Smith', phone: null, email: null },
        },
        participants: [],
        assignee: null,
        source: null,
        contexts: n === 0 ? records.slice(0, 1) : [],
        channel: 'web',
        queue: queues[0],
        message: null,
        attributes: {},
        context: context('start'),
      },
    ]
  })
}

/** What there is by now, as far as it was told: continuations, and the messages of each conversation. */
export type Told = {
  readonly forks: ReadonlyArray<string>
  readonly messages: ReadonlyMap<string, ReadonlyArray<string>>
}

const messageOf = (told: Told, conversation: string, number: number): MessageId =>
  one(told.messages.get(conversation) ?? ['none'], number) as MessageId

/** Half of what happens goes on in conversations that continue others, once there are some. */
const placeOf = (number: number, forks: ReadonlyArray<string>): ConversationId => {
  const places = forks.length > 0 && number % 2 === 0 ? forks : conversations
  return one(places, Math.floor(number / 2)) as ConversationId
}

/** What everybody may know of, at its time. */
export const shown = (n: number, at: number, policies: Policies, told: Told): ReadonlyArray<Command> => {
  const number = Math.floor(n / 97)
  const conversationId = placeOf(number, told.forks)
  const sue = acting(policies, 'sue', 'staff')
  const host = acting(policies, 'host', 'system')
  const customer = acting(policies, one(customers, number), 'customer')
  const now = start + (at + 1) * 1000
  const by = (actor: Actor, input: unknown) =>
    contextOf(actor, policies, now, `shown ${at} ${String(input)}`, [n, input])
  const on = (actor: Actor, nth = 0) => ({ conversationId, context: by(actor, `${conversationId} ${nth}`) })
  const post = (actor: Actor, body: string): Command => ({
    _tag: 'PostMessage',
    forkId: `f${at}` as ConversationId,
    ...on(actor, 1),
    ...draft(`m${at}`, body, 'public'),
  })
  const message = messageOf(told, conversationId, Math.floor(number / 3))
  const participant: Who = { side: 'customer', id: one(customers, Math.floor(number / 5)) as ActorId }
  switch (n % 28) {
    case 0:
    case 1:
    case 2:
      return [post(sue, `answer ${at}`)]
    case 3:
    case 4:
    case 5:
      return [post(customer, `question ${at}`)]
    case 6:
      return [{ _tag: 'Close', ...on(sue) }]
    case 7:
      return [{ _tag: 'Reopen', ...on(one([sue, customer], number)) }]
    case 8:
      return [
        {
          _tag: 'EditMessage',
          ...on(sue),
          messageId: message,
          body: `edited ${at}`,
          mentions: [],
          confirmPublic: true,
        },
      ]
    case 9:
      return [{ _tag: 'RemoveMessage', ...on(one([sue, customer], number)), messageId: message }]
    case 10:
      return [{ _tag: 'Rename', ...on(sue), subject: `about ${at}` }]
    case 11:
      return [{ _tag: 'Join', ...on(sue), participant, kind: 'customer', contact: null }]
    case 12:
      return [{ _tag: 'Leave', ...on(sue), participant }]
    case 13:
      return [
        {
          _tag: 'MarkRead',
          ...on(customer),
          for: whoIs(customer),
          confirm: false,
          upTo: message,
          token: null,
        },
      ]
    case 14:
      return [{ _tag: 'MarkUnread', ...on(customer), for: whoIs(customer), confirm: false, from: null }]
    case 15:
      return [
        {
          _tag: number % 2 === 0 ? 'LinkRecord' : 'UnlinkRecord',
          ...on(sue),
          record: one(records.slice(0, 2), number),
        },
      ]
    case 16:
      return [{ _tag: number % 2 === 0 ? 'Lock' : 'Unlock', ...on(sue) }]
    case 17:
      return [{ _tag: number % 2 === 0 ? 'Mute' : 'Unmute', ...on(customer), participant: whoIs(customer) }]
    case 18:
      return [
        {
          _tag: number % 2 === 0 ? 'Follow' : 'Unfollow',
          ...on(customer),
          participant: whoIs(customer),
          ...(number % 2 === 0 ? { kind: 'customer' as const } : {}),
        } as Command,
      ]
    case 19:
    case 20:
    case 21:
      // Where the policy says so, the reply begins a continuation.
      return [{ _tag: 'Close', ...on(sue) }, post(one([customer, sue], at), `anew ${at}`)]
    case 22:
      return [post(acting(policies, 'robo', 'bot'), `by a bot ${at}`)]
    case 23:
    case 24: {
      const imported = { first: `m${at}` as MessageId, last: `m${at}` as MessageId }
      return [
        {
          ...post(host, `imported ${at}`),
          ...(number % 2 === 0 ? { as: whoIs(customer) } : {}),
          context: { ...on(host).context, ledger: false },
        } as Command,
        { _tag: 'SettleImport', ...on(host, 2), added: { customer: imported, staff: imported } },
      ]
    }
    case 25:
      return [{ _tag: 'RemoveConversation', ...on(sue) }]
    default:
      // A note that was written and changed differently in each world comes out with the same words.
      return publish(one(notes, number), conversationId, at, (name) => ({
        conversationId,
        context: contextOf(sue, policies, now, `${name} ${at}`, [n, name]),
      }))
  }
}

const publish = (
  id: string,
  conversationId: ConversationId,
  at: number,
  on: (name: string) => { readonly conversationId: ConversationId; readonly context: Context },
): ReadonlyArray<Command> => {
  const messageId = `${id} ${conversationId} ${at % 2}` as MessageId
  return [
    {
      _tag: 'PostMessage',
      forkId: `nf${at}` as ConversationId,
      ...on('note'),
      ...draft(messageId, 'a note', 'internal'),
    },
    {
      _tag: 'EditMessage',
      ...on('edit'),
      messageId,
      body: 'a note for all',
      mentions: [],
      confirmPublic: true,
    },
    { _tag: 'PublishMessage', ...on('publish'), messageId },
  ]
}

/** A moment of a world: its name, the chapter, the place in it, what was told openly, and its notes by now. */
export type Moment = {
  readonly world: string
  readonly at: number
  readonly nth: number
  readonly told: Told
  readonly notes: Told['messages']
}

/** What only staff know of. The world's name makes its ids and words its own. */
export const hidden = (n: number, moment: Moment, policies: Policies): ReadonlyArray<Command> => {
  const { world, at, nth, told } = moment
  const number = Math.floor(n / 97)
  const conversationId = placeOf(number, told.forks)
  const host = acting(policies, 'host', 'system')
  // Whose words a note are is told when it is published, so those notes are the same person's in both worlds.
  const name = n % 27 === 20 ? 'sue' : one(['sue', 'anna', 'dual', 'sue'], Math.floor(number / 7))
  const actor = acting(policies, name, 'staff')
  const now = start + (at + 1) * 1000 + nth + 1
  const context = contextOf(actor, policies, now, `${world} ${at} ${nth}`, [n, world])
  const on = { conversationId, context }
  const self = whoIs(actor)
  const messageId = messageOf({ ...told, messages: moment.notes }, conversationId, number)
  const published = `${one(notes, number)} ${conversationId} ${number % 2}` as MessageId
  const to = number % 4 === 0 ? { queue: one(queues, number) } : { staff: one(assignees, number) as ActorId }
  switch (n % 27) {
    case 0:
    case 1:
    case 2:
      return [
        {
          _tag: 'PostMessage',
          forkId: `${world} f${at} ${nth}` as ConversationId,
          ...on,
          ...draft(`${world} ${at} ${nth}`, `a secret question of ${world}`, 'internal'),
        },
      ]
    case 3:
      return [
        { _tag: 'EditMessage', ...on, messageId, body: 'another secret', mentions: [], confirmPublic: true },
      ]
    case 4:
      return [{ _tag: 'RemoveMessage', ...on, messageId }]
    case 5:
      return [{ _tag: 'Label', ...on, label: one(labels, number) }]
    case 6:
      return [{ _tag: 'Unlabel', ...on, label: one(labels, number) }]
    case 7:
      return [{ _tag: 'Assign', ...on, to }]
    case 8:
      return [{ _tag: 'Transfer', ...on, to }]
    case 9:
      return [{ _tag: 'Pick', ...on }]
    case 10:
      return [{ _tag: 'Release', ...on }]
    case 11:
      return [{ _tag: 'SetAttributes', ...on, attributes: { [one(['a', 'b'], number)]: number % 3 } }]
    case 12:
      return [{ _tag: 'LinkRecord', ...on, record: one(records.slice(2), number) }]
    case 13:
      return [{ _tag: 'UnlinkRecord', ...on, record: one(records.slice(2), number) }]
    case 14:
      return [{ _tag: 'Follow', ...on, participant: self, kind: 'staff' }]
    case 15:
      return [{ _tag: 'Join', ...on, participant: self, kind: 'staff', contact: null }]
    case 16:
      return [{ _tag: 'Leave', ...on, participant: { side: 'staff', id: one(staff, number) as ActorId } }]
    case 17:
      return [
        {
          _tag: 'MarkRead',
          ...on,
          for: self,
          confirm: false,
          upTo: messageOf(told, conversationId, number),
          token: null,
        },
      ]
    case 18:
      return [{ _tag: 'MarkUnread', ...on, for: self, confirm: false, from: null }]
    case 19:
      return [{ _tag: 'MarkNoReplyNeeded', ...on }]
    case 20:
      // The note that is published later was perhaps there long before, with other words.
      return [
        {
          _tag: 'PostMessage',
          forkId: `${world} g${at} ${nth}` as ConversationId,
          ...on,
          ...draft(published, 'a note', 'internal'),
        },
      ]
    case 21:
      // An imported note is no news to anybody, and to customers nothing at all.
      return [
        {
          _tag: 'PostMessage',
          forkId: `${world} h${at} ${nth}` as ConversationId,
          conversationId,
          ...draft(`${world} imported ${at} ${nth}`, `a secret import of ${world}`, 'internal'),
          context: {
            ...contextOf(host, policies, now, `${world} import ${at} ${nth}`, [n, world]),
            ledger: false,
            backdated: (now - 500) as Time,
          },
        },
        {
          _tag: 'SettleImport',
          conversationId,
          added: {
            customer: null,
            staff: {
              first: `${world} imported ${at} ${nth}` as MessageId,
              last: `${world} imported ${at} ${nth}` as MessageId,
            },
          },
          context: contextOf(host, policies, now, `${world} settle ${at} ${nth}`, [n, world]),
        },
      ]
    case 22:
    case 23:
      // It concerns a customer and a record that one of them was granted.
      return [
        {
          _tag: 'StartConversation',
          beganBy: null,
          conversationId: `${world} i${at} ${nth}` as ConversationId,
          type: 'internal',
          subject: `a secret subject of ${world}`,
          customer: {
            who: { side: 'customer', id: one(customers, number) as ActorId },
            kind: 'customer',
            contact: { name: `Secret ${world}`, phone: '+4930123456', email: null },
          },
          participants: [],
          assignee: null,
          source: null,
          contexts: [one(records, number)],
          channel: 'web',
          queue: one(queues, number),
          message: draft(`${world} opening ${at} ${nth}`, `a secret question of ${world}`, 'internal'),
          attributes: {},
          context,
        },
      ]
    case 24:
      return [{ _tag: 'Assign', ...on, to: { staff: 'robo' as ActorId } }]
    default:
      return [
        {
          _tag: 'FollowRecord',
          conversationId: recordStream(one(records, number)),
          record: one(records, number),
          context,
        },
      ]
  }
}

/** What a customer might try with the id of a note that is there in one world only. */
export const probes = (
  at: number,
  customer: Actor,
  policies: Policies,
  forks: ReadonlyArray<string>,
): ReadonlyArray<Command> =>
  [...conversations, ...forks, `one i${at} 0`].flatMap((id): ReadonlyArray<Command> => {
    const now = start + (at + 1) * 1000 + 900
    const context = contextOf(customer, policies, now, `probe ${id} ${at}`, id)
    const on = { conversationId: id as ConversationId, context }
    const note = `one ${at - 1} 0` as MessageId
    const forkId = `pf${at}` as ConversationId
    const own = { for: whoIs(customer), confirm: false }
    const reply = { ...draft(`p${at}`, 'quoting', null), replyTo: note }
    const seen = { ...draft(`p${at}`, 'seen', null), seenUpTo: note }
    return [
      { _tag: 'PostMessage', forkId, ...on, ...reply },
      { _tag: 'PostMessage', forkId, ...on, ...seen },
      { _tag: 'MarkRead', ...on, ...own, upTo: note, token: null },
      { _tag: 'MarkUnread', ...on, ...own, from: note },
      { _tag: 'EditMessage', ...on, messageId: note, body: 'mine', mentions: [], confirmPublic: true },
      { _tag: 'RemoveMessage', ...on, messageId: note },
      { _tag: 'PublishMessage', ...on, messageId: note },
      { _tag: 'Close', ...on },
      { _tag: 'Pick', ...on },
      { _tag: 'Release', ...on },
    ]
  })
