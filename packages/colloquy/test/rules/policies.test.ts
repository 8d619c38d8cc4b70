import { describe, expect, it } from 'vitest'
import type { Chat, TypePolicies } from '../../src/index.ts'
import { extend, presets, systemActor } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, cleo, customer, staff } from './support/people.ts'
import { accepted, refused } from './support/reading.ts'

/** The policy table as it was agreed, cell by cell. */
const table = `
| replyToClosed.customer | reject | reopen | reopen | fork | fork |
| replyToClosed.staff | reject | reopen | reopen | reject | fork |
| changeWhenClosed | reject | allow | allow | allow | reject |
| notesWhenClosed | no | yes | no | yes | no |
| delete | permission | never | never | never | never |
| onAssign | keep | keep | flagUnread | keep | keep |
| creation | both sides | both sides | inbound on a campaign | customer | both sides |
| require | customer, subject | – | customer | customer, queue | customer |
| defaultAssignee | the creator, if staff | – | – | – | – |
| indicatorScope | mine | mine | assigned | assigned | mine |
| closeNeedsAssignee | no | no | no | yes | no |
| defaultVisibility | public | public | public | public | public |
| guard | off | afterInternal | off | quotes | off |
| history | all | all | all | all | all |
| outsideHours | – | – | queue | – | – |
| excludeActor | no | yes | yes | yes | yes |
| export | admin | admin | assignee or view.all | admin | participants |
`
const presetNames = ['b2bPortal', 'helpdesk', 'smsDesk', 'contactCentre', 'marketplace'] as const
type Preset = (typeof presetNames)[number]

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
const cells = rows.flatMap(([, policy = '', ...given]) =>
  presetNames.map((preset, at) => ({ policy, preset, cell: given[at] ?? '' })),
)
const cellOf = (preset: Preset, policy: string): string =>
  cells.find((each) => each.preset === preset && each.policy === policy)?.cell ?? ''

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no')
const creation = ({ sides, requireInbound }: TypePolicies['creation']): string =>
  requireInbound ? 'inbound on a campaign' : sides.length === 2 ? 'both sides' : sides.join()

/** How a preset's value is written in the table. */
const written = (preset: Preset, policy: string): string => {
  const { customer: policies, indicatorScope } = presets[preset]
  switch (policy) {
    case 'replyToClosed.customer':
      return policies.replyToClosed.customer
    case 'replyToClosed.staff':
      return policies.replyToClosed.staff
    case 'changeWhenClosed':
      return policies.changeWhenClosed
    case 'notesWhenClosed':
      return yesOrNo(policies.notesWhenClosed)
    case 'delete':
      return policies.delete
    case 'onAssign':
      return policies.onAssign
    case 'creation':
      return creation(policies.creation)
    case 'require':
      return policies.require.length === 0 ? '–' : policies.require.join(', ')
    case 'defaultAssignee':
      return policies.defaultAssignee === 'creator' ? 'the creator, if staff' : '–'
    case 'indicatorScope':
      return indicatorScope
    case 'closeNeedsAssignee':
      return yesOrNo(policies.closeNeedsAssignee)
    case 'defaultVisibility':
      return policies.defaultVisibility
    case 'guard':
      return policies.guard
    case 'history':
      return policies.history
    case 'outsideHours':
      return policies.outsideHours === 'none' ? '–' : policies.outsideHours
    case 'excludeActor':
      return yesOrNo(policies.excludeActor)
    case 'export':
      return policies.export === 'assignee' ? 'assignee or view.all' : policies.export
    default:
      return 'unknown'
  }
}

describe('The policy table', () => {
  it.each(cells)('$preset: $policy is $cell', ({ preset, policy, cell }) => {
    expect(written(preset, policy)).toBe(cell)
  })

  it('in internal conversations the default visibility is internal', () => {
    for (const preset of presetNames) expect(presets[preset].internal.defaultVisibility).toBe('internal')
  })

  it('a reply re-opens for ever where it re-opens', () => {
    for (const preset of presetNames) expect(presets[preset].customer.reopenWithin).toBeNull()
  })
})

/** Somebody whom only policies can stop, not capabilities. */
const mighty = staff('max', { can: systemActor('acme').can.filter((each) => each !== 'import') })
const pia = customer('pia', { can: ['start.customer', 'post.public'] })
const whole = { type: 'customer', customer: 'pia', subject: 's', queue: 'q' } as const

const begun = async (chat: Chat) => {
  const { conversationId } = await chat.as(systemActor('acme')).start({ ...whole, message: 'x' })
  return { conversationId }
}
const ended = async (chat: Chat) => {
  const on = await begun(chat)
  await chat.as(mighty).pick(on)
  await chat.as(mighty).close(on)
  return on
}

overStorages('Policies', (open) => {
  it.each(presetNames)('%s: replies to closed', async (preset) => {
    const { chat } = await open(preset)
    for (const [side, author] of [
      ['customer', pia],
      ['staff', mighty],
    ] as const) {
      const on = await ended(chat)
      const answer = await chat.as(author).try.post({ ...on, body: 'x' })
      const { status, forkedTo } = await chat.as(mighty).conversation(on.conversationId)
      const did = !answer.ok
        ? 'reject'
        : forkedTo !== null
          ? 'fork'
          : status === 'open'
            ? 'reopen'
            : 'nothing'
      expect(did).toBe(cellOf(preset, `replyToClosed.${side}`))
    }
  })

  it.each(presetNames)('%s: changes and notes when closed', async (preset) => {
    const { chat } = await open(preset)
    const on = await ended(chat)
    const closed = refused('ConversationClosed')
    const change = await chat.as(mighty).try.rename({ ...on, subject: 'new' })
    expect(change).toMatchObject(cellOf(preset, 'changeWhenClosed') === 'allow' ? accepted : closed)
    const note = await chat.as(mighty).try.post({ ...on, body: 'x', visibility: 'internal' })
    expect(note).toMatchObject(cellOf(preset, 'notesWhenClosed') === 'yes' ? accepted : closed)
  })

  it.each(presetNames)('%s: deleting', async (preset) => {
    const { chat } = await open(preset)
    const answer = await chat.as(mighty).try.removeConversation(await begun(chat))
    const never = refused('Forbidden', { capability: 'conversation.remove' })
    expect(answer).toMatchObject(cellOf(preset, 'delete') === 'permission' ? accepted : never)
  })

  it.each(presetNames)('%s: being assigned', async (preset) => {
    const { chat } = await open(preset)
    const on = await begun(chat)
    await chat.as(mighty).post({ ...on, body: 'answer' })
    await chat.as(mighty).assign({ ...on, to: { staff: 'anna' } })
    expect(await chat.as(anna).unread(on.conversationId)).toMatchObject({
      count: 0,
      isUnread: cellOf(preset, 'onAssign') === 'flagUnread',
    })
  })

  it.each(presetNames)('%s: who begins, with what, and who then handles it', async (preset) => {
    const { chat } = await open(preset)
    const allowed: { readonly [cell: string]: ReadonlyArray<string> } = {
      'both sides': ['pia', 'max'],
      'inbound on a campaign': [],
      customer: ['pia'],
    }
    const may = allowed[cellOf(preset, 'creation')] ?? []
    const notAllowed = refused('CreationNotAllowed')
    const byStaff = await chat.as(mighty).try.start(whole)
    expect(byStaff).toMatchObject(may.includes('max') ? accepted : notAllowed)
    const byCustomer = await chat.as(pia).try.start({ subject: 's', queue: 'q' })
    expect(byCustomer).toMatchObject(may.includes('pia') ? accepted : notAllowed)
    if (byStaff.ok) {
      const { assignee } = await chat.as(mighty).conversation(byStaff.value.conversationId)
      expect(assignee).toBe(cellOf(preset, 'defaultAssignee') === '–' ? null : 'max')
    }
    const required = cellOf(preset, 'require').split(', ')
    for (const field of ['customer', 'subject', 'queue'] as const) {
      const { [field]: _left, ...rest } = whole
      const answer = await chat.as(systemActor('acme')).try.start(rest)
      expect(answer).toMatchObject(required.includes(field) ? refused('FieldRequired', { field }) : accepted)
    }
  })

  it.each(presetNames)('%s: closing without anybody assigned', async (preset) => {
    const { chat } = await open(preset)
    const answer = await chat.as(mighty).try.close(await begun(chat))
    expect(answer).toMatchObject(
      cellOf(preset, 'closeNeedsAssignee') === 'yes' ? refused('NotPicked') : accepted,
    )
  })

  it.each(presetNames)('%s: default visibility and its guard', async (preset) => {
    const { chat } = await open(preset)
    const on = await begun(chat)
    await chat.as(mighty).post({ ...on, messageId: 'note', body: 'note', visibility: 'internal' })
    const afterNote = await chat.as(mighty).try.post({ ...on, body: 'after a note' })
    expect(afterNote).toMatchObject(
      cellOf(preset, 'guard') === 'afterInternal' ? refused('ConfirmationRequired') : accepted,
    )
    await chat.as(mighty).post({ ...on, body: 'by default', confirmPublic: true })
    expect((await chat.as(mighty).timeline(on.conversationId)).items.at(-1)).toMatchObject({
      visibility: cellOf(preset, 'defaultVisibility'),
    })
    const quoting = await chat.as(mighty).try.post({ ...on, body: 'x', replyTo: 'note' })
    expect(quoting).toMatchObject(
      cellOf(preset, 'guard') !== 'off' ? refused('ConfirmationRequired') : accepted,
    )
    const internal = await chat.as(systemActor('acme')).start({ type: 'internal', customer: 'pia' })
    await chat.as(mighty).post({ conversationId: internal.conversationId, body: 'ours' })
    expect((await chat.as(mighty).timeline(internal.conversationId)).items).toMatchObject([
      { visibility: 'internal' },
    ])
  })

  it('are a name, an own choice, or either by tenant', async () => {
    const own = extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'fork' } } })
    expect(own.customer.replyToClosed).toEqual({ customer: 'fork', staff: 'reopen' })
    expect(presets.helpdesk.customer.replyToClosed.customer).toBe('reopen')
    const { chat } = await open((tenant) => (tenant === 'acme' ? own : 'b2bPortal'))
    const on = await ended(chat)
    const { conversationId } = await chat.as(pia).post({ ...on, body: 'x' })
    expect(conversationId).not.toBe(on.conversationId)
    const elsewhere = staff('anna', { tenant: 'zeta' })
    expect(await chat.as(elsewhere).try.start({ type: 'customer', customer: 'cleo' })).toEqual(
      refused('FieldRequired', { field: 'subject' }),
    )
    expect(await chat.as(cleo).try.conversation(conversationId)).toEqual(refused('NotFound'))
  })
})
