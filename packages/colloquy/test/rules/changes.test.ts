import { expect, it } from 'vitest'
import type { Chat, SessionActor } from '../../src/index.ts'
import { extend, presets, roles } from '../../src/index.ts'
import type { Open } from './support/opening.ts'
import { overStorages } from './support/opening.ts'
import { customer, staff } from './support/people.ts'
import { ids } from './support/reading.ts'

const order = { type: 'order', id: '7' }
const records = { order: { startable: true, customerVisible: true }, secret: {} }
const desk = staff('lee', {
  can: [...roles.admin, 'setType', 'link', 'participants.manage', 'message.publish', 'view.all'],
})
const me = (id: string, kind: 'staff' | 'customer') => ({ id, kind })

/** What happens to a conversation that is not yet, or already, somebody's; its first message is `first`. */
type Way = {
  readonly viewer: SessionActor
  readonly start?: object
  readonly by: (chat: Chat, id: string) => Promise<unknown>
}

const followed = (viewer: SessionActor, kind: 'staff' | 'customer'): Way => ({
  viewer,
  by: (chat, id) => chat.as(desk).follow({ conversationId: id, participant: me(viewer.id, kind) }),
})
const joined = (viewer: SessionActor, kind: 'staff' | 'customer'): Way => ({
  viewer,
  by: (chat, id) => chat.as(desk).join({ conversationId: id, participant: me(viewer.id, kind) }),
})
const granted = customer('gina', { records: [order] })
const erased =
  (what: object) =>
  (chat: Chat): Promise<unknown> =>
    chat.erase({ tenant: 'acme', ...what } as Parameters<Chat['erase']>[0])

/** Each has to be told by a frame and by `changedSince`. */
const told: { readonly [title: string]: Way } = {
  'a customer is made to follow': followed(customer('fred'), 'customer'),
  'a colleague is made to follow': followed(staff('flo', { can: [] }), 'staff'),
  'a customer joins': joined(customer('carl'), 'customer'),
  'a colleague joins': joined(staff('pat', { can: [] }), 'staff'),
  'a record that a customer was granted is linked': {
    viewer: granted,
    by: (chat, id) => chat.as(desk).link({ conversationId: id, record: order }),
  },
  'a record is linked, which its customer sees': {
    viewer: customer('cleo'),
    by: (chat, id) => chat.as(desk).link({ conversationId: id, record: order }),
  },
  'a record is unlinked, which its customer saw': {
    viewer: customer('cleo'),
    start: { contexts: [order] },
    by: (chat, id) => chat.as(desk).unlink({ conversationId: id, record: order }),
  },
  'a message that a customer sees is erased': {
    viewer: customer('cleo'),
    by: (chat, id) => erased({ message: { conversationId: id, messageId: 'first' } })(chat),
  },
  'the same, for staff': {
    viewer: desk,
    by: (chat, id) => erased({ message: { conversationId: id, messageId: 'note' } })(chat),
  },
  'what a colleague wrote to a customer is erased': {
    viewer: customer('cleo'),
    by: erased({ participant: me('lee', 'staff') }),
  },
  'a customer is erased, whose name another customer sees': {
    viewer: customer('cleo'),
    start: { participants: [{ ...me('carl', 'customer'), name: 'Carl' }] },
    by: erased({ participant: me('carl', 'customer') }),
  },
  'all of a conversation is erased': {
    viewer: customer('cleo'),
    by: (chat, id) => erased({ conversation: id })(chat),
  },
}

/** Of these customers are told by neither. */
const untold: { readonly [title: string]: Way } = {
  'a hidden record is linked': {
    viewer: customer('cleo'),
    by: (chat, id) => chat.as(desk).link({ conversationId: id, record: { type: 'secret', id: '8' } }),
  },
  'somebody else is made to follow': {
    ...followed(customer('fred'), 'customer'),
    viewer: customer('cleo'),
  },
  'a note is erased': {
    viewer: customer('cleo'),
    by: (chat, id) => erased({ message: { conversationId: id, messageId: 'note' } })(chat),
  },
  'a colleague is erased who wrote nothing but notes': {
    viewer: customer('cleo'),
    by: erased({ participant: me('anna', 'staff') }),
  },
  'a message from before they joined is erased': {
    viewer: customer('jo'),
    by: (chat, id) => erased({ message: { conversationId: id, messageId: 'first' } })(chat),
  },
  'a message is erased in a conversation that is not theirs': {
    viewer: customer('sam'),
    by: (chat, id) => erased({ message: { conversationId: id, messageId: 'first' } })(chat),
  },
}

const policies = extend(presets.helpdesk, {
  customer: { history: 'fromJoin', guard: 'off' },
  internal: { guard: 'off' },
})

/** What a watch says before a marker of the viewer's own, and whether `changedSince` has the row. */
const happens = async (open: Open, { viewer, start = {}, by }: Way) => {
  const { chat } = await open(policies, { records })
  const lee = chat.as(desk)
  const { conversationId } = await lee.start({ type: 'customer', customer: 'cleo', ...start })
  await lee.post({ conversationId, messageId: 'first', body: 'first', visibility: 'public' })
  const note = { conversationId, messageId: 'note', body: 'a note', visibility: 'internal' } as const
  await chat.as(staff('anna', { can: [...roles.admin, 'view.all'] })).post(note)
  await lee.join({ conversationId, participant: me('jo', 'customer') })
  const marker = await lee.start({ type: 'customer', customer: 'nobody' })
  const session = chat.as(viewer)
  const { watchFrom } = await session.inbox({ view: 'all' })
  const frames: AsyncIterable<Told> = session.watch({ from: watchFrom })
  await by(chat, conversationId)
  const kind = viewer.kind === 'customer' ? 'customer' : 'staff'
  await lee.join({ conversationId: marker.conversationId, participant: me(viewer.id, kind) })
  await lee.post({ conversationId: marker.conversationId, body: 'the end', visibility: 'public' })
  const said: Array<string> = []
  for await (const frame of frames) {
    const about = frame.event?.conversationId ?? frame.conversationId
    if (about === marker.conversationId && frame.type === 'event') break
    if (frame.type !== 'started' && about !== marker.conversationId) said.push(frame.type)
  }
  const changed = ids(await session.inbox({ view: 'all', changedSince: watchFrom }))
  return { isTold: said.length > 0, isChanged: changed.includes(conversationId) }
}

type Told = {
  readonly type: string
  readonly conversationId?: string
  readonly event?: { readonly conversationId: string }
}

overStorages('Page, watch and changes', (open) => {
  it.each(Object.entries(told))('%s: a frame tells it, and so does `changedSince`', async (_, way) => {
    expect(await happens(open, way)).toEqual({ isTold: true, isChanged: true })
  })

  it.each(Object.entries(untold))('%s: neither tells it', async (_, way) => {
    expect(await happens(open, way)).toEqual({ isTold: false, isChanged: false })
  })
})
