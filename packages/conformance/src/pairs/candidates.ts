import type { Command, CommandTag, Context, Draft, StartConversation } from '@colloquy/core/engine'
import type { ConversationId } from '@colloquy/core/storage'
import { recordStream } from '@colloquy/core/storage'
import { whoIs } from '@colloquy/core/engine'
import { order, ticket } from '../driving/Cast.ts'
import type { Particular } from '../driving/Scene.ts'
import { draft, message } from '../driving/Scene.ts'
import type { World } from './world.ts'
import { named, person, rules } from './world.ts'

/** A command that is paired with every other: on the same conversation, message, person or record, and on others. */
export type Candidate = { readonly title: string; readonly give: (world: World) => Command }

type Give = (world: World) => void
type Giving = { readonly [what: string]: Give }

/** An idempotency key that several commands share: of one actor with different input, and of another actor. */
const shared = { commandId: 'shared' as Context['commandId'] }
const unkept = { ledger: false }

const start =
  (
    who: keyof World['people'],
    id: string,
    some: (world: World) => Partial<StartConversation>,
    around: Partial<Context> = {},
  ): Give =>
  (world) =>
    world.scene.start(world.people[who], id, some(world), { policies: rules, ...around })

const post =
  (
    who: keyof World['people'],
    on: string,
    id: string,
    body: string,
    some: Partial<Draft> = {},
    around: Partial<Context> = {},
  ): Give =>
  ({ people, scene }) =>
    scene.post(people[who], on, id, body, some, { policies: rules, ...around })

type Plain = Exclude<CommandTag, 'StartConversation' | 'PostMessage'>
type Fields<Tag extends Plain> = (world: World) => Particular<Tag>

const run =
  <Tag extends Plain>(
    tag: Tag,
    who: keyof World['people'],
    on: string,
    particular: Fields<Tag>,
    around: Partial<Context> = {},
  ): Give =>
  (world) => {
    const { people, scene } = world
    scene.run(people[who], on, tag, particular(world), { policies: rules, ...around })
  }

const none = () => ({})
const stretch = (first: string, last: string) => ({ first: message(first), last: message(last) })
const of = (who: keyof World['people']) => (world: World) => ({ participant: whoIs(world.people[who]) })
const kind = (who: keyof World['people']) => (world: World) => ({
  participant: whoIs(world.people[who]),
  kind: world.people[who].kind,
  contact: null,
})
const onMessage = (id: string) => () => ({ messageId: message(id) })
const edit = (id: string, body: string) => () => ({
  messageId: message(id),
  body,
  mentions: [],
  confirmPublic: true,
})
const to = (staff: keyof World['people']) => (world: World) => ({ to: { staff: world.people[staff].id } })
const toQueue = () => ({ to: { queue: 'sales' } })
const read = (who: keyof World['people'], upTo: string | null) => (world: World) => ({
  for: whoIs(world.people[who]),
  confirm: true,
  upTo: upTo === null ? null : message(upTo),
  token: null,
})
const unread = (who: keyof World['people'], from: string | null) => (world: World) => ({
  for: whoIs(world.people[who]),
  confirm: true,
  from: from === null ? null : message(from),
})
const withCleo = (first: string) => (world: World) => ({
  customer: person(world.people.cleo),
  participants: [person(world.people.dora)],
  contexts: [order],
  message: draft('p1', first),
})

/** Candidates by command; a missing command does not compile. */
const giving: { readonly [Tag in CommandTag]: Giving } = {
  StartConversation: {
    'anna, new': start('anna', 'new', withCleo('a')),
    'anna, new, other content': start('anna', 'new', withCleo('b')),
    'cleo, new': start('cleo', 'new', () => ({ message: draft('p1', 'a') })),
    'anna, what is there': start('anna', 'one', withCleo('a')),
    'anna, by a shared id': start('anna', 'new-2', withCleo('a'), shared),
  },
  PostMessage: {
    'anna, p1': post('anna', 'one', 'p1', 'a'),
    'anna, p1, other text': post('anna', 'one', 'p1', 'b'),
    'anna, p1, a note': post('anna', 'one', 'p1', 'a', { visibility: 'internal' }),
    'bert, p1': post('bert', 'one', 'p1', 'a'),
    'cleo, p1': post('cleo', 'one', 'p1', 'a'),
    'cora, who is not in it': post('cora', 'one', 'p2', 'a'),
    'dave, by a record': post('dave', 'one', 'p3', 'a'),
    'annaToo, a customer': post('annaToo', 'one', 'p4', 'a'),
    'emil, by a record': post('emil', 'one', 'p5', 'a', { visibility: 'internal' }),
    'dora, by history': post('dora', 'one', 'p6', 'a', { visibility: 'internal' }),
    'anna, having seen': post('anna', 'one', 'p7', 'a', { seenUpTo: message('one-5') }),
    'cleo, quoting p1': post('cleo', 'one', 'p8', 'a', { replyTo: message('p1') }),
    'anna, as cleo': ({ people, scene }) =>
      scene.post(
        people.anna,
        'one',
        'p9',
        'a',
        { as: whoIs(people.cleo), visibility: 'public' },
        { policies: rules },
      ),
    'anna, by a shared id': post('anna', 'one', 'p10', 'a', {}, shared),
    'bert, by a shared id': post('bert', 'one', 'p11', 'a', {}, shared),
    'anna, no receipt': post('anna', 'one', 'p1', 'a', {}, unkept),
    'cleo, to a closed one': post('cleo', 'done', 'p1', 'a'),
    'anna, to a closed one': post('anna', 'done', 'p2', 'a', { visibility: 'public' }),
    'dora, to a closed one': post('dora', 'done', 'p3', 'a', { visibility: 'public' }),
    'cleo, to one gone on': post('cleo', 'old', 'p1', 'a'),
    'cleo, where it goes on': post('cleo', 'old-fork', 'p1', 'a'),
    'anna, new': post('anna', 'new', 'p1', 'a'),
    'anna, elsewhere': post('anna', 'two', 'p1', 'a'),
    'bert, inner': post('bert', 'inner', 'p1', 'a'),
  },
  EditMessage: {
    'anna, hers': run('EditMessage', 'anna', 'one', edit('one-4', 'edited')),
    'cleo, hers': run('EditMessage', 'cleo', 'one', edit('one-2', 'edited')),
    'anna, p1': run('EditMessage', 'anna', 'one', edit('p1', 'edited')),
  },
  RemoveMessage: {
    'cleo, the last': run('RemoveMessage', 'cleo', 'one', onMessage('one-5')),
    'anna, a note': run('RemoveMessage', 'anna', 'one', onMessage('one-3')),
    'anna, p1': run('RemoveMessage', 'anna', 'one', onMessage('p1')),
    'anna, in a closed one': run('RemoveMessage', 'anna', 'done', onMessage('done-2')),
  },
  PublishMessage: {
    'anna, a note': run('PublishMessage', 'anna', 'one', onMessage('one-3')),
    'anna, p1': run('PublishMessage', 'anna', 'one', onMessage('p1')),
  },
  LinkRecord: {
    'anna, ticket': run('LinkRecord', 'anna', 'one', () => ({ record: ticket })),
    'anna, order, in a closed one': run('LinkRecord', 'anna', 'done', () => ({ record: order })),
    'anna, order, elsewhere': run('LinkRecord', 'anna', 'two', () => ({ record: order })),
  },
  UnlinkRecord: {
    'anna, order': run('UnlinkRecord', 'anna', 'one', () => ({ record: order })),
    'anna, ticket': run('UnlinkRecord', 'anna', 'one', () => ({ record: ticket })),
  },
  Join: {
    'anna, cora': run('Join', 'anna', 'one', ({ people }) => {
      const { who, contact } = named(whoIs(people.cora), 'Cora')
      return { participant: who, kind: 'customer' as const, contact }
    }),
    'anna, cora, in a closed one': run('Join', 'anna', 'done', ({ people }) => {
      const { who, contact } = named(whoIs(people.cora), 'Cora')
      return { participant: who, kind: 'customer' as const, contact }
    }),
    'dora, by history': run('Join', 'dora', 'one', kind('dora')),
    'bert, elsewhere': run('Join', 'bert', 'two', kind('bert')),
  },
  Leave: {
    carl: run('Leave', 'carl', 'one', of('carl')),
    bert: run('Leave', 'bert', 'one', of('bert')),
    'anna, cora': run('Leave', 'anna', 'one', of('cora')),
    'dora, elsewhere': run('Leave', 'dora', 'two', of('dora')),
    'carl, by a shared id': run('Leave', 'carl', 'one', of('carl'), shared),
  },
  Follow: {
    emil: run('Follow', 'emil', 'one', kind('emil')),
    'anna, dave': run('Follow', 'anna', 'one', kind('dave')),
  },
  Unfollow: {
    carl: run('Unfollow', 'carl', 'one', of('carl')),
    'anna, dave': run('Unfollow', 'anna', 'one', of('dave')),
  },
  Mute: { anna: run('Mute', 'anna', 'one', of('anna')), cleo: run('Mute', 'cleo', 'one', of('cleo')) },
  Unmute: { anna: run('Unmute', 'anna', 'one', of('anna')) },
  FollowRecord: {
    carl: run('FollowRecord', 'carl', recordStream(order), () => ({ record: order })),
    bert: run('FollowRecord', 'bert', recordStream(order), () => ({ record: order })),
  },
  UnfollowRecord: {
    bert: run('UnfollowRecord', 'bert', recordStream(order), () => ({ record: order })),
  },
  Assign: {
    'anna, to carl': run('Assign', 'anna', 'one', to('carl')),
    'anna, to a queue': run('Assign', 'anna', 'one', toQueue),
    'anna, to bert, elsewhere': run('Assign', 'anna', 'two', to('bert')),
    'anna, one without read state': run('Assign', 'anna', 'one', to('emil')),
  },
  Transfer: {
    'bert, to anna': run('Transfer', 'bert', 'one', to('anna')),
    'bert, to a queue': run('Transfer', 'bert', 'one', toQueue),
  },
  Pick: {
    bert: run('Pick', 'bert', 'two', none),
    carl: run('Pick', 'carl', 'two', none),
    'carl, of another': run('Pick', 'carl', 'one', none),
  },
  Release: { bert: run('Release', 'bert', 'one', none) },
  Close: {
    anna: run('Close', 'anna', 'one', none),
    'anna, elsewhere': run('Close', 'anna', 'two', none),
    'anna, by a shared id': run('Close', 'anna', 'two', none, shared),
    'anna, where it goes on': run('Close', 'anna', 'old-fork', none),
    'anna, what is closed': run('Close', 'anna', 'done', none),
  },
  Reopen: {
    anna: run('Reopen', 'anna', 'done', none),
    'anna, one gone on': run('Reopen', 'anna', 'old', none),
    'dora, by history': run('Reopen', 'dora', 'done', none),
  },
  Lock: { anna: run('Lock', 'anna', 'done', none) },
  Unlock: { anna: run('Unlock', 'anna', 'done', none) },
  MarkNoReplyNeeded: {
    anna: run('MarkNoReplyNeeded', 'anna', 'one', none),
    'anna, elsewhere': run('MarkNoReplyNeeded', 'anna', 'two', none),
  },
  Rename: {
    anna: run('Rename', 'anna', 'one', () => ({ subject: 'another subject' })),
    'anna, a closed one': run('Rename', 'anna', 'done', () => ({ subject: 'another subject' })),
  },
  Label: { anna: run('Label', 'anna', 'one', () => ({ label: 'vip' })) },
  Unlabel: { anna: run('Unlabel', 'anna', 'one', () => ({ label: 'urgent' })) },
  SetAttributes: { anna: run('SetAttributes', 'anna', 'two', () => ({ attributes: { a: null, b: 'x' } })) },
  SetType: {
    'anna, for customers': run('SetType', 'anna', 'inner', () => ({ type: 'customer' as const })),
    'anna, for nobody': run('SetType', 'anna', 'one', () => ({ type: 'internal' as const })),
  },
  RemoveConversation: {
    anna: run('RemoveConversation', 'anna', 'one', none),
    'anna, elsewhere': run('RemoveConversation', 'anna', 'two', none),
    'anna, where it goes on': run('RemoveConversation', 'anna', 'old-fork', none),
    'anna, by a shared id': run('RemoveConversation', 'anna', 'one', none, shared),
  },
  MarkRead: {
    anna: run('MarkRead', 'anna', 'one', read('anna', 'one-5')),
    'anna, p1': run('MarkRead', 'anna', 'one', read('anna', 'p1')),
    'bert, the flag alone': run('MarkRead', 'bert', 'one', read('bert', null)),
    cleo: run('MarkRead', 'cleo', 'one', read('cleo', 'one-4')),
    'anna, for bert': run('MarkRead', 'anna', 'one', read('bert', 'one-5')),
  },
  MarkUnread: {
    cleo: run('MarkUnread', 'cleo', 'one', unread('cleo', 'one-4')),
    bert: run('MarkUnread', 'bert', 'one', unread('bert', null)),
  },
  SettleImport: {
    system: run('SettleImport', 'system', 'one', () => ({
      added: { staff: stretch('one-3', 'one-5'), customer: stretch('one-4', 'one-5') },
    })),
    'system, p1': run('SettleImport', 'system', 'one', () => ({
      added: { staff: stretch('p1', 'p1'), customer: null },
    })),
  },
  EraseContent: {
    cleo: run('EraseContent', 'system', 'one', ({ people }) => ({
      of: { what: 'participant' as const, who: whoIs(people.cleo) },
    })),
    'anna, in a closed one': run('EraseContent', 'system', 'done', ({ people }) => ({
      of: { what: 'participant' as const, who: whoIs(people.anna) },
    })),
    'a message': run('EraseContent', 'system', 'one', () => ({
      of: { what: 'message' as const, messageId: message('one-5') },
    })),
    p1: run('EraseContent', 'system', 'one', () => ({
      of: { what: 'message' as const, messageId: message('p1') },
    })),
    'all of a closed one': run('EraseContent', 'system', 'done', () => ({
      of: { what: 'conversation' as const },
    })),
  },
}

export const candidates: ReadonlyArray<Candidate> = Object.entries(giving).flatMap(([tag, all]) =>
  Object.entries(all).map(
    ([what, give]): Candidate => ({
      title: `${tag} (${what})`,
      give: (world) => {
        give(world)
        const command = world.scene.commands.pop()
        if (command === undefined || command._tag !== tag) throw new Error(`${tag} (${what}) is none`)
        return asGiven(command)
      },
    }),
  ),
)

/** The command with a hash like the front door's, and with its own id for a fork. */
const asGiven = (command: Command): Command => {
  const { context, ...given } = command
  const hash = JSON.stringify(given._tag === 'PostMessage' ? { ...given, forkId: null } : given)
  const forkId = `fork-${context.now}` as ConversationId
  const own = { ...command, context: { ...context, hash } }
  return own._tag === 'PostMessage' ? { ...own, forkId } : own
}
