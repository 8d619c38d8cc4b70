// Gives commands of all kinds on the hot conversations with several hands, then says how it went.
// Arguments: file, number of the process, how many commands, seed.
import { ConversationError } from '../../../../src/index.ts'
import { busyTries } from '../busyTries.ts'
import { hot } from '../giving.ts'
import type { Desk } from '../opening.ts'
import { customer, open, staff } from '../opening.ts'
import { random } from '../random.ts'
import type { Told } from '../Said.ts'
import { say, told } from '../say.ts'

const number = told(1)
const commands = Number(told(2))
const chance = random(Number(told(3)))
const busy = busyTries()
const chat = await open(told(0))
const desks = [`anna-${number}`, `bert-${number}`, 'shared'].map((id) => chat.as(staff(id)))
// Everybody's customer: they write too, which re-opens what was closed.
const cleo = chat.as(customer('cleo'))
const hands = 8
let given = 0

type Kind =
  | 'post'
  | 'read'
  | 'unread'
  | 'close'
  | 'lock'
  | 'unlock'
  | 'reopen'
  | 'assign'
  | 'note'
  | 'customer'
const kinds: ReadonlyArray<Kind> = [
  ...Array<Kind>(8).fill('post'),
  ...Array<Kind>(4).fill('customer'),
  ...Array<Kind>(2).fill('note'),
  ...Array<Kind>(5).fill('read'),
  'unread',
  'close',
  'close',
  'lock',
  'unlock',
  'reopen',
  'assign',
  'assign',
]

const run = async (kind: Kind, desk: Desk, conversationId: string, commandId: string): Promise<Told> => {
  const body = `said with ${commandId}`
  switch (kind) {
    case 'post':
      return desk.post({ commandId, conversationId, body, visibility: 'public', confirmPublic: true })
    case 'note':
      return desk.post({ commandId, conversationId, body, visibility: 'internal' })
    case 'customer':
      return cleo.post({ commandId, conversationId, body })
    case 'read': {
      const { items } = await desk.timeline(conversationId, { limit: 3 })
      const last = items.at(-1)
      return desk.markRead({
        commandId,
        conversationId,
        ...(last?.type === 'message' ? { upTo: last.id } : {}),
      })
    }
    case 'unread':
      return desk.markUnread({ commandId, conversationId })
    case 'assign':
      return desk.assign({ commandId, conversationId, to: { staff: `anna-${chance.below(4)}` } })
    case 'close':
    case 'lock':
    case 'unlock':
    case 'reopen':
      return desk[kind]({ commandId, conversationId })
  }
}

const hand = async (): Promise<void> => {
  while (given < commands) {
    given += 1
    const kind = chance.oneOf(kinds)
    const conversationId = chance.oneOf(hot)
    const command = `mix-${number}-${given}`
    const of = {
      name: kind === 'post' || kind === 'note' || kind === 'customer' ? 'post' : 'other',
      conversationId,
      body: '',
    } as const
    try {
      const receipt = await run(kind, chance.oneOf(desks), conversationId, command)
      say({ say: 'acknowledged', command, given: of, receipt })
    } catch (error) {
      if (!(error instanceof ConversationError)) throw error
      say({ say: 'refused', command, given: of, reason: error.reason._tag })
    }
  }
}

say({ say: 'ready' })
await Promise.all(Array.from({ length: hands }, hand))
await chat.close()
say({ say: 'done', figures: { busy: busy.count() } })
