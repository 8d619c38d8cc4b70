import { expect, it } from 'vitest'
import type { Chat, SessionActor } from '../../src/index.ts'
import { extend, presets, roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { customer, staff } from './support/people.ts'

/** Who may do everything, and sees everything. */
const lead = staff('lee', {
  can: [...roles.admin, 'conversation.remove', 'setType', 'link', 'participants.manage'],
  queues: ['sales', 'billing'],
})
const order = { type: 'order', id: '7' }
const secret = { type: 'secret', id: '8' }
const records = { order: { startable: true, customerVisible: true }, secret: {} }
const plain = (id: string, more: Parameters<typeof staff>[1] = {}) => staff(id, { can: [], ...more })
const withCleo = { type: 'customer', customer: 'cleo' } as const

type End = {
  readonly by: (chat: Chat, id: string, other: string) => Promise<unknown>
  readonly taken: boolean
}

/** One way of having access, of a conversation made for it, and what ends it. `other`: a conversation it came by. */
type Way = {
  readonly viewer: SessionActor
  readonly begin: (chat: Chat) => Promise<{ readonly id: string; readonly other?: string }>
  readonly ends: { readonly [title: string]: End }
}

const desk = (chat: Chat) => chat.as(lead)
const taken = (by: End['by']): End => ({ by, taken: true })
const goesItsWay = (by: End['by']): End => ({ by, taken: false })
const removal = taken((chat, id) => desk(chat).removeConversation({ conversationId: id }))

const started = async (chat: Chat, more: object): Promise<{ readonly id: string }> => {
  const { conversationId } = await desk(chat).start({ ...withCleo, ...more })
  return { id: conversationId }
}
const me = (id: string, kind: 'staff' | 'customer') => ({ id, kind })

const ways: { readonly [title: string]: Way } = {
  'staff, as a participant': {
    viewer: plain('pat'),
    begin: (chat) => started(chat, { participants: [me('pat', 'staff')] }),
    ends: {
      'they leave': taken((chat, id) => chat.as(plain('pat')).leave({ conversationId: id })),
      'they are made to leave': taken((chat, id) =>
        desk(chat).leave({ conversationId: id, participant: me('pat', 'staff') }),
      ),
    },
  },
  'staff, as the initiator': {
    viewer: staff('ina'),
    begin: async (chat) => {
      const { conversationId } = await chat.as(staff('ina')).start({ type: 'internal' })
      return { id: conversationId }
    },
    ends: { 'they leave': taken((chat, id) => chat.as(staff('ina')).leave({ conversationId: id })) },
  },
  'staff, as a follower': {
    viewer: plain('flo'),
    begin: async (chat) => {
      const { id } = await started(chat, {})
      await desk(chat).follow({ conversationId: id, participant: me('flo', 'staff') })
      return { id }
    },
    ends: {
      'they unfollow': taken((chat, id) => chat.as(plain('flo')).unfollow({ conversationId: id })),
      'they are made to unfollow': taken((chat, id) =>
        desk(chat).unfollow({ conversationId: id, participant: me('flo', 'staff') }),
      ),
    },
  },
  'staff, as the assignee': {
    viewer: plain('otto'),
    begin: (chat) => started(chat, { owner: 'otto' }),
    ends: {
      'it is released': taken((chat, id) => desk(chat).release({ conversationId: id })),
      'it is assigned to somebody else': taken((chat, id) =>
        desk(chat).assign({ conversationId: id, to: { staff: 'anna' } }),
      ),
      'it is handed to a queue': taken((chat, id) =>
        desk(chat).transfer({ conversationId: id, to: { queue: 'sales' } }),
      ),
    },
  },
  'staff, by the queue it waits in': {
    viewer: plain('vic', { queues: ['sales'] }),
    begin: (chat) => started(chat, { queue: 'sales' }),
    ends: {
      'it is picked': goesItsWay((chat, id) => desk(chat).pick({ conversationId: id })),
      'it is assigned': goesItsWay((chat, id) =>
        desk(chat).assign({ conversationId: id, to: { staff: 'anna' } }),
      ),
      'it goes to another queue': goesItsWay((chat, id) =>
        desk(chat).assign({ conversationId: id, to: { queue: 'billing' } }),
      ),
    },
  },
  'staff, by the queue it ended in': {
    viewer: plain('vic', { queues: ['sales'] }),
    begin: async (chat) => {
      const { id } = await started(chat, { queue: 'sales', owner: 'anna' })
      await desk(chat).close({ conversationId: id })
      return { id }
    },
    ends: { 'it is opened again': goesItsWay((chat, id) => desk(chat).reopen({ conversationId: id })) },
  },
  'staff, by having handled it once it is closed': {
    viewer: plain('otto'),
    begin: async (chat) => {
      const { id } = await started(chat, { owner: 'otto' })
      await desk(chat).assign({ conversationId: id, to: { staff: 'anna' } })
      await desk(chat).close({ conversationId: id })
      return { id }
    },
    ends: { 'it is opened again': goesItsWay((chat, id) => desk(chat).reopen({ conversationId: id })) },
  },
  'staff, by a granted record': {
    viewer: plain('gus', { records: [secret] }),
    begin: (chat) => started(chat, { contexts: [secret] }),
    ends: {
      'it is unlinked': taken((chat, id) => desk(chat).unlink({ conversationId: id, record: secret })),
    },
  },
  'staff, by view.fromCustomers': {
    viewer: plain('fay', { can: ['view.fromCustomers'] }),
    begin: (chat) => started(chat, {}),
    ends: {
      'it turns internal': taken((chat, id) => desk(chat).setType({ conversationId: id, type: 'internal' })),
    },
  },
  'staff, by view.all': {
    viewer: plain('al', { can: ['view.all'] }),
    begin: (chat) => started(chat, {}),
    ends: {},
  },
  'staff, by a later conversation of its customer': {
    viewer: plain('hal', { can: ['view.customerHistory'] }),
    begin: async (chat) => {
      // Nobody else's, so that each time only the two of them are there.
      const { conversationId } = await desk(chat).start({ type: 'customer', customer: `c${(count += 1)}` })
      const later = await desk(chat).start({
        type: 'customer',
        customer: `c${count}`,
        participants: [me('hal', 'staff')],
      })
      return { id: conversationId, other: later.conversationId }
    },
    ends: {
      'that is closed': goesItsWay((chat, _, other) => desk(chat).close({ conversationId: other })),
      'that is removed': taken((chat, _, other) => desk(chat).removeConversation({ conversationId: other })),
      'they leave that': taken((chat, _, other) =>
        chat.as(plain('hal', { can: ['view.customerHistory'] })).leave({ conversationId: other }),
      ),
      'they are made to leave that': taken((chat, _, other) =>
        desk(chat).leave({ conversationId: other, participant: me('hal', 'staff') }),
      ),
    },
  },
  'staff, by a later one that waits in their queue': {
    viewer: plain('hal', { can: ['view.customerHistory'], queues: ['sales'] }),
    begin: async (chat) => {
      const { conversationId } = await desk(chat).start({ type: 'customer', customer: `c${(count += 1)}` })
      const later = await desk(chat).start({ type: 'customer', customer: `c${count}`, queue: 'sales' })
      return { id: conversationId, other: later.conversationId }
    },
    ends: {
      'that is picked': goesItsWay((chat, _, other) => desk(chat).pick({ conversationId: other })),
      'that goes to another queue': goesItsWay((chat, _, other) =>
        desk(chat).assign({ conversationId: other, to: { queue: 'billing' } }),
      ),
    },
  },
  'a customer, as a participant': {
    viewer: customer('carl'),
    begin: (chat) => started(chat, { participants: [me('carl', 'customer')] }),
    ends: {
      'they leave': taken((chat, id) => chat.as(customer('carl')).leave({ conversationId: id })),
      'they are made to leave': taken((chat, id) =>
        desk(chat).leave({ conversationId: id, participant: me('carl', 'customer') }),
      ),
      'it turns internal': taken((chat, id) => desk(chat).setType({ conversationId: id, type: 'internal' })),
    },
  },
  'a customer, as a follower': {
    viewer: customer('fred'),
    begin: async (chat) => {
      const { id } = await started(chat, {})
      await desk(chat).follow({ conversationId: id, participant: me('fred', 'customer') })
      return { id }
    },
    ends: {
      'they unfollow': taken((chat, id) => chat.as(customer('fred')).unfollow({ conversationId: id })),
      'they are made to unfollow': taken((chat, id) =>
        desk(chat).unfollow({ conversationId: id, participant: me('fred', 'customer') }),
      ),
      'it turns internal': taken((chat, id) => desk(chat).setType({ conversationId: id, type: 'internal' })),
    },
  },
  'a customer, whose it is': {
    viewer: customer('cleo'),
    begin: (chat) => started(chat, {}),
    ends: {
      'it turns internal': taken((chat, id) => desk(chat).setType({ conversationId: id, type: 'internal' })),
    },
  },
  'a customer, by a granted record': {
    viewer: customer('gina', { records: [order] }),
    begin: (chat) => started(chat, { contexts: [order] }),
    ends: {
      'it is unlinked': taken((chat, id) => desk(chat).unlink({ conversationId: id, record: order })),
      'it turns internal': taken((chat, id) => desk(chat).setType({ conversationId: id, type: 'internal' })),
    },
  },
}
let count = 0

type Told = {
  readonly type: string
  readonly conversationId?: string
  readonly event?: { readonly conversationId: string }
}

/** What a watch says until it ends, or speaks of a conversation. */
const untilAbout = async (frames: AsyncIterable<Told>, marker: string) => {
  const ended: Array<string> = []
  for await (const frame of frames) {
    if (frame.type === 'access-ended') ended.push(frame.conversationId ?? '')
    if (frame.event?.conversationId === marker) return { ended, goesOn: true }
  }
  return { ended, goesOn: false }
}

const policies = extend(presets.helpdesk, {
  customer: { delete: 'permission' },
  internal: { delete: 'permission' },
})

overStorages('Losing access', (open) => {
  it.each(Object.entries(ways))('%s: a watch says when it ends, and to nobody else', async (_, way) => {
    const { chat } = await open(policies, { records })
    for (const [title, end] of Object.entries({ ...way.ends, 'it is removed': removal })) {
      const { id, other = '' } = await way.begin(chat)
      const session = chat.as(way.viewer)
      const isCustomer = session.watch === undefined || way.viewer.kind === 'customer'
      const stranger = isCustomer ? customer('sam') : plain('sam', { can: ['view.customerHistory'] })
      const [all, one, others] = [
        session.watch(),
        session.watch({ conversationId: id }),
        chat.as(stranger).watch(),
      ]
      for (const frames of [all, one, others])
        expect(await frames.next()).toMatchObject({ value: { type: 'started' } })
      await end.by(chat, id, other)
      expect((await chat.as(way.viewer).try.conversation(id)).ok, title).toBe(false)
      const kind = isCustomer ? 'customer' : 'staff'
      const marker = await desk(chat).start({
        type: isCustomer ? 'customer' : 'internal',
        ...(isCustomer && { customer: 'nobody' }),
        participants: [me(way.viewer.id, kind), me('sam', kind)],
      })
      const told = await untilAbout(all, marker.conversationId)
      expect(told.ended, title).toContain(id)
      expect(told.goesOn, title).toBe(!end.taken)
      expect(await untilAbout(one, marker.conversationId), title).toEqual({ ended: [id], goesOn: false })
      expect(await untilAbout(others, marker.conversationId), title).toEqual({ ended: [], goesOn: true })
      await others.return()
      await all.return()
    }
  })
})
