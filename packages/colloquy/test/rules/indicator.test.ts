import { expect, it } from 'vitest'
import type { Chat, SessionActor } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, cleo, staff } from './support/people.ts'

const admin = staff('ada', { can: [...roles.admin, 'import', 'start.customer', 'message.removeAny'] })

/** Compares what the bell shows with the fully walked view `unread`. */
const equation = async (chat: Chat, viewer: SessionActor) => {
  const session = chat.as(viewer)
  const rows: Array<{ readonly id: string; readonly unread: number }> = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof session.inbox>> = await session.inbox({
      view: 'unread',
      limit: 2,
      cursor,
    })
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null)
  const counted = rows.filter(({ unread }) => unread > 0)
  const shown = await session.indicator()
  expect(shown).toMatchObject({
    conversations: rows.length,
    withNewMessages: counted.length,
    messages: counted.reduce((sum, { unread }) => sum + unread, 0),
  })
  expect(shown.latest.map(({ id }) => id)).toEqual(rows.slice(0, 4).map(({ id }) => id))
  return shown.conversations
}

overStorages('Indicator', (open) => {
  it('leaves out what is muted, among however many', async () => {
    const { chat } = await open('helpdesk')
    const crowd = Array.from({ length: 51 }, (_, at) => ({ id: `s${at}`, kind: 'staff' }) as const)
    const participants = [{ id: 'anna', kind: 'staff' }, ...crowd] as const
    const { conversationId } = await chat.as(anna).start({ type: 'customer', customer: 'cleo', participants })
    await chat.as(cleo).post({ conversationId, body: 'x' })
    expect(await equation(chat, anna)).toBe(1)
    await chat.as(anna).mute({ conversationId })
    expect(await equation(chat, anna)).toBe(0)
  })

  it('equals the fully walked view `unread` at every moment', async () => {
    const { chat } = await open('helpdesk')
    const started: Array<string> = []
    for (const at of Array.from({ length: 6 }, (_, each) => each)) {
      const { conversationId } = await chat
        .as(anna)
        .start({ type: 'customer', customer: 'cleo', participants: [{ id: 'bert', kind: 'staff' }] })
      started.push(conversationId)
      await chat.as(cleo).post({ conversationId, messageId: idOf('m'), body: `message ${at}` })
      expect(await equation(chat, anna)).toBe(at + 1)
    }
    const on = (at: number) => ({ conversationId: started[at] ?? '' })
    const steps: ReadonlyArray<readonly [() => Promise<unknown>, number]> = [
      [() => chat.as(anna).markRead({ ...on(0), upTo: idOf('m') }), 5],
      [() => chat.as(anna).markUnread(on(0)), 6],
      [() => chat.as(anna).markRead(on(0)), 6],
      [() => chat.as(anna).mute(on(1)), 5],
      [() => chat.as(anna).leave(on(2)), 4],
      [() => chat.as(admin).remove({ ...on(3), messageId: idOf('m') }), 3],
      [() => chat.as(anna).markUnread(on(3)), 4],
      [() => chat.as(admin).close(on(4)), 4],
      [() => chat.as(anna).unmute(on(1)), 5],
    ]
    for (const [step, expected] of steps) {
      await step()
      expect([await equation(chat, anna), step.toString()]).toEqual([expected, step.toString()])
      await equation(chat, bert)
      await equation(chat, cleo)
    }
  })

  it('scope `mine` counts whatever involves me, scope `assigned` what I handle', async () => {
    const start = {
      type: 'customer',
      subject: 's',
      customer: 'cleo',
      queue: 'q',
      participants: [{ id: 'anna', kind: 'staff' }],
    } as const
    for (const [preset, counted] of [
      ['b2bPortal', 1],
      ['helpdesk', 1],
      ['smsDesk', 0],
      ['contactCentre', 0],
      ['marketplace', 1],
    ] as const) {
      const { chat } = await open(preset)
      const { conversationId } = await chat.as(admin).start({ ...start, owner: 'bert' })
      await chat.as(cleo).post({ conversationId, body: 'x' })
      expect([preset, await equation(chat, anna)]).toEqual([preset, counted])
      expect([preset, await equation(chat, bert)]).toEqual([preset, 1])
    }
  })

  it('counts for customers what involves them, whatever the scope of the desk', async () => {
    for (const preset of ['helpdesk', 'smsDesk', 'contactCentre'] as const) {
      const { chat } = await open(preset)
      const { conversationId } = await chat.as(admin).start({
        type: 'customer',
        customer: 'cleo',
        queue: 'q',
        message: { messageId: idOf('m'), body: 'x' },
      })
      expect([preset, await equation(chat, cleo)]).toEqual([preset, 1])
      await chat.as(cleo).markRead({ conversationId, upTo: idOf('m') })
      expect([preset, await equation(chat, cleo)]).toEqual([preset, 0])
    }
  })
})
