import { describe, expect, it } from 'vitest'
import type { Capability, Chat, CommandName, SessionActor } from '../../src/index.ts'
import { presets, roles, systemActor } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { customer, staff } from './support/people.ts'

/** The capability table as it was agreed, cell by cell. */
const table = `
| start.customer           | CA | CA | –  | C  | CA |
| start.internal           | –  | A  | –  | –  | –  |
| post.public              | CA | CA | CA | CA | CA |
| post.internal            | –  | A  | –  | A  | –  |
| postAs.staff             | S  | –  | –  | –  | –  |
| postAs.customer          | S  | –  | –  | –  | –  |
| message.editOwn          | –  | –  | –  | –  | –  |
| message.removeOwn        | –  | –  | –  | –  | –  |
| message.editAny          | –  | –  | –  | –  | –  |
| message.removeAny        | –  | –  | –  | –  | –  |
| message.publish          | –  | –  | –  | –  | –  |
| message.history          | –  | –  | –  | –  | –  |
| link                     | A  | A  | –  | –  | A  |
| update                   | A  | A  | A  | A  | A  |
| setType                  | –  | –  | –  | –  | –  |
| snooze                   | –  | –  | –  | –  | –  |
| close                    | A  | A  | A  | A  | CA |
| reopen                   | A  | A  | A  | –  | –  |
| lock                     | –  | A  | –  | –  | S  |
| unlock                   | –  | S  | –  | –  | S  |
| noReplyNeeded            | A  | A  | A  | A  | A  |
| participants.manage      | A  | A  | –  | –  | –  |
| pick                     | –  | A  | –  | A  | A  |
| transfer                 | –  | A  | –  | A  | A  |
| assign                   | A  | S  | M  | S  | S  |
| view.all                 | S  | S  | M  | S  | S  |
| view.fromCustomers       | –  | A  | –  | –  | –  |
| view.customerHistory     | –  | –  | –  | A  | –  |
| view.team                | –  | M  | M  | M  | –  |
| read.manageOthers        | –  | M  | M  | M  | –  |
| export                   | S  | S  | A  | S  | CA |
| audit                    | M  | M  | M  | M  | M  |
| conversation.remove      | A  | –  | –  | –  | –  |
| import                   | –  | –  | –  | –  | –  |
| backdate                 | –  | –  | –  | –  | –  |
`
const presetNames = ['b2bPortal', 'helpdesk', 'smsDesk', 'contactCentre', 'marketplace'] as const
const roleNames = ['customer', 'agent', 'supervisor', 'admin'] as const
type Preset = (typeof presetNames)[number]
type Role = (typeof roleNames)[number]

/** Who has it, by what stands in a cell: each of agent, supervisor and admin has what the one before has. */
const holders: { readonly [cell: string]: ReadonlyArray<Role> } = {
  '–': [],
  C: ['customer'],
  CA: ['customer', 'agent', 'supervisor', 'admin'],
  A: ['agent', 'supervisor', 'admin'],
  S: ['supervisor', 'admin'],
  M: ['admin'],
}

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
const cells = rows.flatMap(([, capability = '', ...given]) =>
  presetNames.map((preset, at) => ({ capability: capability as Capability, preset, cell: given[at] ?? '' })),
)
const cellOf = (preset: Preset, capability: Capability): ReadonlyArray<Role> =>
  holders[cells.find((each) => each.preset === preset && each.capability === capability)?.cell ?? ''] ?? []

describe('The capability table', () => {
  it.each(cells)('$preset gives $capability to $cell', ({ capability, preset, cell }) => {
    const having = roleNames.filter((role) => presets[preset].roles[role].includes(capability))
    expect(having).toEqual(holders[cell])
  })

  it('names every capability there is', () => {
    const named = new Set<string>(cells.map(({ capability }) => capability))
    const given = systemActor('acme').can
    expect(given.filter((capability) => !named.has(capability))).toEqual([])
    expect(given).toHaveLength(named.size)
  })
})

const actorOf = (role: Role): SessionActor =>
  role === 'customer' ? customer('cleo') : staff(role, { can: roles[role] })

type Ask = (chat: Chat, actor: SessionActor) => Promise<object>
const asking =
  (command: CommandName, input: object = {}, on: string | undefined = 'k'): Ask =>
  (chat, actor) =>
    chat.as(actor).can(command, on, { ...input })
const another = { id: 'someone', kind: 'staff' } as const
const start = { customer: 'cleo', subject: 's', queue: 'q' }

/** A question whose answer shows whether the actor has the capability, where a session shows it at once. */
const questions: { readonly [C in Capability]?: Ask } = {
  'start.customer': asking('start', { type: 'customer', subject: 's', queue: 'q' }, undefined),
  'start.internal': asking('start', { ...start, type: 'internal' }, undefined),
  'post.public': asking('post', { body: 'x', visibility: 'public' }),
  'post.internal': asking('post', { body: 'x', visibility: 'internal' }),
  'postAs.staff': asking('post', { body: 'x', as: { id: 'poster', kind: 'staff' } }),
  'postAs.customer': asking('post', { body: 'x', as: { id: 'carl', kind: 'customer' } }),
  'message.editOwn': asking('edit', { messageId: 'm', body: 'x' }),
  'message.removeOwn': asking('remove', { messageId: 'm' }),
  'message.editAny': asking('edit', { messageId: 'm', body: 'x' }),
  'message.removeAny': asking('remove', { messageId: 'm' }),
  'message.publish': asking('publish', { messageId: 'm' }),
  'message.history': (chat, actor) => chat.as(actor).try.conversation('k', { asOf: 0 }),
  link: asking('link', { record: { type: 'ticket', id: '1' } }),
  update: asking('rename', { subject: 'x' }),
  setType: asking('setType', { type: 'customer' }),
  close: asking('close'),
  reopen: asking('reopen'),
  lock: asking('lock'),
  unlock: asking('unlock'),
  noReplyNeeded: asking('markNoReplyNeeded'),
  'participants.manage': asking('join', { participant: another }),
  pick: asking('pick'),
  assign: asking('assign', { to: { staff: 'someone' } }),
  'view.all': (chat, actor) => chat.as(actor).try.conversation('others'),
  'view.fromCustomers': (chat, actor) => chat.as(actor).try.inbox({ view: 'fromCustomers.open' }),
  'view.team': (chat, actor) => chat.as(actor).try.inbox({ view: 'teamInbox' }),
  'read.manageOthers': asking('markReadFor', { participant: another, confirm: true }),
  audit: (chat, actor) =>
    actor.kind === 'customer'
      ? Promise.resolve({ error: { _tag: 'Forbidden', capability: 'audit' } })
      : chat.as(actor as SessionActor<'staff'>).try.audit('k'),
  'conversation.remove': asking('removeConversation'),
  backdate: asking('post', { body: 'x', at: 0 }),
}

const tagOf = (answer: object): unknown => {
  const reason: unknown = 'reason' in answer ? answer.reason : 'error' in answer ? answer.error : null
  return typeof reason === 'object' && reason !== null && '_tag' in reason ? reason._tag : null
}

/** Whether the answer says that the actor lacks the capability, and not that something else stands in the way. */
const lacking = (capability: Capability, answer: object): boolean => {
  const tag = tagOf(answer)
  if (capability.startsWith('postAs')) return tag === 'PostAsForbidden'
  if (capability === 'view.all') return tag === 'NotFound'
  return tag === 'Forbidden'
}

overStorages('Capabilities', (open) => {
  it.each(presetNames)('%s lets each role do what the table says', async (preset) => {
    const { chat } = await open(preset)
    const importer = chat.as(systemActor('acme'))
    await importer.start({
      ...start,
      id: 'k',
      type: 'customer',
      participants: [
        ...['agent', 'supervisor', 'admin', 'poster'].map((id) => ({ id, kind: 'staff' }) as const),
        { id: 'carl', kind: 'customer' },
      ],
      message: { messageId: 'm', body: 'x' },
    })
    await importer.start({ ...start, id: 'others', type: 'internal' })
    const wrong: Array<string> = []
    for (const [name, ask] of Object.entries(questions)) {
      const capability = name as Capability
      for (const role of roleNames) {
        const has = !lacking(capability, await ask(chat, actorOf(role)))
        if (has !== cellOf(preset, capability).includes(role)) wrong.push(`${role} ${capability}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it.each(presetNames)(
    '%s: a host grants what no role has, and the system has everything',
    async (preset) => {
      const { chat } = await open(preset)
      const importer = chat.as(systemActor('acme'))
      await importer.start({ ...start, id: 'k', type: 'customer', message: { messageId: 'm', body: 'x' } })
      const granted = staff('max', {
        can: ['view.all', 'message.editAny', 'message.history', 'audit', 'backdate'],
      })
      expect(await chat.as(granted).can('edit', 'k', { messageId: 'm', body: 'y' })).toEqual({
        allowed: true,
      })
      expect(await chat.as(granted).can('remove', 'k', { messageId: 'm' })).toMatchObject({ allowed: false })
      expect((await chat.as(granted).audit('k')).items.length).toBeGreaterThan(0)
      expect(await importer.can('edit', 'k', { messageId: 'm', body: 'y' })).toEqual({ allowed: true })
    },
  )
})
