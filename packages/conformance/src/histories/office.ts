import type { Attributes } from '@colloquy/core'
import type { Command, Person } from '@colloquy/core/engine'
import type { Contact } from '@colloquy/core/storage'
import { recordStream } from '@colloquy/core/storage'
import { cast, customer, forking, hiding, order, policies, staff, ticket } from '../driving/Cast.ts'
import { conversation, draft, message, Scene } from '../driving/Scene.ts'

const { anna, annaToo, bert, carl, cleo, cleoOfZeta, cora, dora, gina, robot, system, upperCleo, zoe } = cast

const contact: Contact = { name: 'Cleo Müller', phone: '+49 30 1234567', email: 'cleo@example.com' }
const person = (id: string, kind: 'customer' | 'staff', of: Contact | null = null): Person => ({
  who: kind === 'customer' ? customer(id) : staff(id),
  kind,
  contact: of,
})

/** Every conversation of `office`, and an id without a conversation. */
export const officeIds = [
  'order',
  'internal',
  'locked',
  'big',
  'waiting',
  'picked',
  'ended',
  'ended-fork',
  'gone',
  'joined',
  'later',
  'silent',
  'erased',
  'case',
  'CASE',
  'no such',
  ...Array.from({ length: 12 }, (_, at) => `tie-${at}`),
].map(conversation)

/** A history of an office, with every command and every kind of conversation that queries distinguish. */
export const office = (): ReadonlyArray<Command> => {
  const scene = new Scene('office')
  talk(scene)
  handle(scene)
  end(scene)
  crowd(scene)
  others(scene)
  return scene.commands
}

/** A long conversation with notes, edits, removals, publications and cursors everywhere. */
const talk = (scene: Scene): void => {
  scene.start(cleo, 'order', {
    subject: 'Order 7: späte Lieferung',
    message: draft('m1', 'Where is my order? 100%_sure it is late'),
  })
  scene.post(anna, 'order', 'm2', 'She asked before, see the ticket', {
    visibility: 'internal',
    mentions: [bert.id],
  })
  scene.post(anna, 'order', 'm3', 'It left the house yesterday', {
    visibility: 'public',
    seenUpTo: message('m2'),
  })
  scene.post(cleo, 'order', 'm4', 'Thank you', { replyTo: message('m3') })
  scene.post(bert, 'order', 'm5', 'A note to be published', {
    visibility: 'internal',
    replyTo: message('m4'),
  })
  scene.run(anna, 'order', 'LinkRecord', { record: order })
  scene.run(anna, 'order', 'LinkRecord', { record: ticket })
  scene.run(bert, 'order', 'MarkRead', {
    upTo: message('m3'),
    token: null,
    for: staff('bert'),
    confirm: false,
  })
  scene.run(anna, 'order', 'EditMessage', {
    messageId: message('m3'),
    body: 'It left the house today',
    mentions: [],
    confirmPublic: true,
  })
  scene.run(anna, 'order', 'EditMessage', {
    messageId: message('m5'),
    body: 'Edited before publishing',
    mentions: [],
    confirmPublic: true,
  })
  scene.post(cora, 'order', 'never', 'refused: she is not in it')
  scene.commands.pop()
  scene.run(anna, 'order', 'Join', {
    participant: customer('cora'),
    kind: 'customer',
    contact: { ...contact, name: 'Cora Ünal', phone: '0049 30 7654321' },
  })
  scene.post(cora, 'order', 'm6', 'I am waiting, too')
  scene.run(anna, 'order', 'PublishMessage', { messageId: message('m5') })
  scene.post(robot, 'order', 'm7', 'A machine says hello', { visibility: 'public' })
  scene.post(anna, 'order', 'm8', 'Said for the customer', { as: customer('cleo'), visibility: 'public' })
  scene.run(anna, 'order', 'RemoveMessage', { messageId: message('m4') })
  scene.run(cleo, 'order', 'MarkRead', {
    upTo: message('m3'),
    token: null,
    for: customer('cleo'),
    confirm: false,
  })
  scene.run(cora, 'order', 'MarkUnread', { from: message('m6'), for: customer('cora'), confirm: false })
  scene.run(bert, 'order', 'MarkUnread', { from: null, for: staff('bert'), confirm: false })
  scene.run(anna, 'order', 'Follow', { participant: staff('carl'), kind: 'staff' })
  scene.run(carl, 'order', 'Mute', { participant: staff('carl') })
  scene.run(anna, 'order', 'Label', { label: 'urgent' })
  scene.run(anna, 'order', 'Label', { label: 'späť' })
  scene.run(anna, 'order', 'SetAttributes', { attributes: awkward })
  scene.run(anna, 'order', 'Rename', { subject: 'Order 7 ÄÖÜ: late delivery' })
  scene.post(
    cleo,
    'order',
    'm9',
    'Still nothing here',
    {},
    { meta: { trace: 'abc' }, correlationId: 'corr', causationId: 'cause' },
  )
  scene.run(anna, 'order', 'RemoveMessage', { messageId: message('m9') })
  scene.post(cleo, 'order', 'm10', 'Really nothing', {}, { ledger: false })
}

const awkward: Attributes = JSON.parse(
  '{"__proto__":"kept","constructor":1,"":null,"ä.b[0]":true,"half":0.1}',
)

/** Queues, assignments and transfers; a hidden past. */
const handle = (scene: Scene): void => {
  scene.start(cora, 'waiting', {
    queue: 'support',
    message: draft('w1', 'Is anybody there?'),
    channel: 'chat',
  })
  scene.start(cleo, 'picked', { queue: 'support', message: draft('p1', 'Pick me') })
  scene.run(bert, 'picked', 'Pick', {})
  scene.run(bert, 'picked', 'Transfer', { to: { staff: carl.id } })
  scene.post(carl, 'picked', 'p2', 'I am on it', { visibility: 'public' })
  scene.post(cleo, 'picked', 'p3', 'Good')
  scene.run(anna, 'picked', 'Assign', { to: { staff: bert.id } }, { policies: hiding })
  scene.run(bert, 'picked', 'Release', {})
  scene.run(anna, 'picked', 'Assign', { to: { queue: 'sales' } })
  scene.run(anna, 'picked', 'Pick', {})
  scene.start(
    anna,
    'joined',
    {
      customer: person('cleo', 'customer', contact),
      message: draft('j1', 'Before', { visibility: 'public' }),
    },
    { policies: hiding },
  )
  scene.post(anna, 'joined', 'j2', 'A note before', { visibility: 'internal' }, { policies: hiding })
  scene.run(
    anna,
    'joined',
    'Join',
    { participant: staff('dora'), kind: 'staff', contact: null },
    { policies: hiding },
  )
  scene.run(
    anna,
    'joined',
    'Join',
    { participant: customer('anna'), kind: 'customer', contact: null },
    { policies: hiding },
  )
  scene.post(annaToo, 'joined', 'j3', 'I have the id of a colleague', {}, { policies: hiding })
  scene.post(dora, 'joined', 'j4', 'After', { visibility: 'public' }, { policies: hiding })
  scene.run(anna, 'joined', 'Leave', { participant: staff('dora') })
  scene.run(anna, 'joined', 'Join', { participant: staff('dora'), kind: 'staff', contact: null })
}

/** Closed, locked, forked, removed, erased. */
const end = (scene: Scene): void => {
  scene.start(cleo, 'locked', { message: draft('l1', 'A short one') })
  scene.post(anna, 'locked', 'l2', 'Answered', { visibility: 'public' })
  scene.run(anna, 'locked', 'Assign', { to: { staff: dora.id } })
  scene.run(anna, 'locked', 'Close', {})
  scene.run(anna, 'locked', 'Lock', {})
  scene.start(cora, 'ended', {
    queue: 'sales',
    subject: 'Ended and begun anew',
    message: draft('e1', 'First'),
  })
  scene.run(anna, 'ended', 'LinkRecord', { record: order })
  scene.run(anna, 'ended', 'Close', {})
  scene.post(cora, 'ended', 'e2', 'And another thing', {}, { policies: forking })
  scene.post(cora, 'ended', 'e3', 'And one more', {}, { policies: forking })
  scene.start(cora, 'gone', { message: draft('g1', 'Removed soon') })
  scene.run(anna, 'gone', 'LinkRecord', { record: order })
  scene.run(anna, 'gone', 'RemoveConversation', {})
  scene.start(anna, 'erased', {
    customer: person('cora', 'customer', contact),
    subject: 'Xylophone of Cora',
    message: draft('x1', 'Keep this', { visibility: 'public' }),
  })
  scene.post(cora, 'erased', 'x2', 'Forget the xylophone')
  scene.post(anna, 'erased', 'x3', 'Forget this one xylophone', { visibility: 'public' })
  scene.run(system, 'erased', 'EraseContent', { of: { what: 'participant', who: customer('cora') } })
  scene.run(system, 'erased', 'EraseContent', { of: { what: 'message', messageId: message('x3') } })
  scene.start(cleo, 'later', { message: draft('t1', 'A later one') })
  scene.run(anna, 'later', 'Join', { participant: staff('dora'), kind: 'staff', contact: null })
  scene.run(anna, 'later', 'Close', {})
  scene.post(cleo, 'later', 't2', 'Not finished', {}, { policies })
  scene.run(anna, 'later', 'MarkNoReplyNeeded', {})
}

/** More members than list entries are denormalized to. */
const crowd = (scene: Scene): void => {
  const participants = Array.from({ length: 60 }, (_, at) => person(`member-${at}`, 'staff'))
  scene.start(anna, 'big', {
    type: 'internal',
    subject: 'Everybody',
    participants: [...participants, person('bert', 'staff')],
  })
  scene.post(anna, 'big', 'b1', 'Hello all')
  scene.post(bert, 'big', 'b2', 'Hello')
  scene.run(bert, 'big', 'MarkRead', { upTo: message('b1'), token: null, for: staff('bert'), confirm: false })
  scene.post(anna, 'big', 'b3', 'Third', { mentions: [bert.id] })
  scene.run(anna, 'big', 'Leave', { participant: staff('member-7') })
  scene.run(anna, 'big', 'RemoveMessage', { messageId: message('b3') })
  scene.start(anna, 'internal', {
    type: 'internal',
    customer: person('cleo', 'customer'),
    participants: [person('bert', 'staff'), person('carl', 'staff')],
    message: draft('i1', 'Only among us'),
  })
  scene.post(carl, 'internal', 'i2', 'Yes')
  scene.run(anna, 'internal', 'LinkRecord', { record: order })
  scene.run(bert, 'internal', 'Unfollow', { participant: staff('bert') })
  const settled = { participants: [person('bert', 'staff')], message: draft('s1', 'Is it settled?') }
  scene.start(anna, 'settled', { type: 'internal', ...settled })
  scene.post(bert, 'settled', 's2', 'It is')
  scene.run(anna, 'settled', 'Close', {})
}

/** An empty conversation, ids that differ in case, ties, followed records, and another tenant with equal ids. */
const others = (scene: Scene): void => {
  scene.start(gina, 'silent', { type: 'internal', subject: null }, { actor: anna })
  scene.start(upperCleo, 'case', { message: draft('M', 'upper') })
  scene.post(upperCleo, 'case', 'm', 'lower')
  scene.start(cleo, 'CASE', { message: draft('m', 'The other case') })
  scene.held = true
  for (let at = 0; at < 12; at++) {
    const id = `tie-${at}`
    scene.start(cleo, id, at % 3 === 0 ? {} : { message: draft('m1', `Tie number ${at}`) })
    if (at % 4 === 0) scene.run(anna, id, 'LinkRecord', { record: order })
    if (at % 4 === 1) scene.run(anna, id, 'Close', {})
    if (at % 4 === 2) scene.run(anna, id, 'Assign', { to: { staff: bert.id } })
  }
  scene.held = false
  const follow = { record: order, conversationId: recordStream(order) }
  scene.run(anna, follow.conversationId, 'FollowRecord', { record: order })
  scene.run(bert, follow.conversationId, 'FollowRecord', { record: order })
  scene.run(bert, follow.conversationId, 'UnfollowRecord', { record: order })
  scene.run(carl, recordStream(ticket), 'FollowRecord', { record: ticket })
  scene.start(cleoOfZeta, 'order', { message: draft('m1', 'The same id in another house') })
  scene.post(zoe, 'order', 'm2', 'A note in another house', { visibility: 'internal' })
  scene.run(zoe, 'order', 'LinkRecord', { record: order })
}
