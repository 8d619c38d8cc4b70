import { expect, it } from 'vitest'
import { overStorages } from './support/opening.ts'
import { anna, cleo, staff } from './support/people.ts'
import { accepted, refused } from './support/reading.ts'

const minute = 60_000
const withCleo = { type: 'customer', customer: 'cleo' } as const
const ahead5 = { field: 'at', limit: 5 * minute }

overStorages('Times', (open) => {
  it('a command’s time is at most five minutes ahead of the clock', async () => {
    const { chat, now } = await open('helpdesk')
    const host = chat.as(staff('host', { can: ['role:admin', 'backdate'] }))
    const { conversationId } = await host.start(withCleo)
    const ahead = (by: number) => new Date(now() + by)
    const on = { conversationId }
    // The clock goes on by a second for each command.
    const late = { at: ahead(6 * minute) }
    const messageId = (await host.post({ ...on, body: 'x' })).messageId ?? ''
    expect(
      await Promise.all([
        host.try.start({ ...withCleo, ...late }),
        host.try.post({ ...on, body: 'y', ...late }),
        host.try.edit({ ...on, messageId, body: 'z', ...late }),
        host.try.remove({ ...on, messageId, ...late }),
        host.try.close({ ...on, ...late }),
        host.try.markRead({ ...on, upTo: messageId, ...late }),
        host.try.followRecord({ record: { type: 'order', id: '1' }, ...late }),
        host.try.post({ ...on, body: 'y', at: '2099-01-01T00:00:00Z' }),
      ]),
    ).toEqual(Array.from({ length: 8 }, () => refused('InvalidInput', ahead5)))
    expect(await host.can('close', conversationId, late)).toMatchObject({
      allowed: false,
      reason: { _tag: 'InvalidInput', field: 'at' },
    })
    expect(await host.try.post({ ...on, body: 'y', at: ahead(4 * minute) })).toMatchObject(accepted)
    // Who may not give a time at all hears just that.
    expect(await chat.as(anna).try.post({ ...on, body: 'y', ...late })).toEqual(
      refused('Forbidden', { capability: 'backdate' }),
    )
    expect(await chat.as(cleo).conversation(conversationId)).toMatchObject({ status: 'open' })
  })

  it('a conversation with a time in the future is not imported', async () => {
    const { chat } = await open('helpdesk')
    const future = '2099-01-01T00:00:00Z'
    const past = '2020-01-01T00:00:00Z'
    const author = { id: 'cleo', kind: 'customer' } as const
    const message = { author, visibility: 'public', body: 'x' } as const
    const of = (id: string, more: object) => ({
      id,
      customer: 'cleo',
      startedAt: past,
      messages: [message],
      ...more,
    })
    const items = [
      of('a', { startedAt: future }),
      of('b', { closedAt: future }),
      of('c', { messages: [message, { ...message, at: future }] }),
      of('d', { events: [{ type: 'closed', at: future }] }),
      of('e', {}),
    ]
    const { conversations, failed } = await chat.import(items as never, { tenant: 'acme' })
    expect(conversations).toBe(1)
    expect(
      failed.map(({ number, reason }) => [number, 'field' in reason ? reason.field : reason._tag]),
    ).toEqual([
      [1, 'startedAt'],
      [2, 'closedAt'],
      [3, 'messages.1.at'],
      [4, 'events.0.at'],
    ])
    const { rows } = await chat.as(anna).inbox({ view: 'all' })
    expect(rows.map(({ id }) => id)).toEqual(['e'])
  })

  it('a clock that answers no time is a TypeError that names it', async () => {
    for (const clock of [() => Number.NaN, () => new Date(''), () => Infinity, () => '2026' as never]) {
      await expect(open('helpdesk', { clock })).rejects.toThrow(/^clock: /u)
    }
    let broken = false
    const { chat } = await open('helpdesk', { clock: () => (broken ? Number.NaN : 1_800_000_000_000) })
    const { conversationId } = await chat.as(anna).start(withCleo)
    broken = true
    const named = expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(/^clock: /u) })
    await expect(chat.as(anna).post({ conversationId, body: 'x' })).rejects.toEqual(named)
    await expect(chat.as(anna).try.start(withCleo)).rejects.toEqual(named)
    await expect(chat.tick()).rejects.toEqual(named)
    await expect(chat.import([{ id: 'k', messages: [] }], { tenant: 'acme' })).rejects.toEqual(named)
    await expect(chat.erase({ tenant: 'acme', conversation: conversationId })).rejects.toEqual(named)
    broken = false
    expect((await chat.as(anna).timeline(conversationId)).items).toEqual([])
  })
})
