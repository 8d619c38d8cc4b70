import type { InnerCustomerSession, InnerSession } from '../../../src/index.ts'
import type { Random } from './random.ts'
import type { Told } from './Said.ts'

/** What somebody in a crowd does. */
export type Kind =
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
/** As often as each is done. */
export const kinds: ReadonlyArray<Kind> = [
  ...Array<Kind>(8).fill('post'),
  ...Array<Kind>(4).fill('customer'),
  ...Array<Kind>(2).fill('note'),
  ...Array<Kind>(5).fill('read'),
  'unread',
  ...Array<Kind>(4).fill('close'),
  // Only what is closed is locked: a few hundred commands must come to some.
  ...Array<Kind>(4).fill('lock'),
  ...Array<Kind>(2).fill('unlock'),
  'reopen',
  'assign',
  'assign',
]

export const isPost = (kind: Kind): boolean => kind === 'post' || kind === 'note' || kind === 'customer'

/** What the rules may refuse in such a crowd; anything of the storage's is a failure. */
export const mayBeRefused = new Set([
  'ConversationClosed',
  'ConversationLocked',
  'MustBeClosed',
  'AlreadyAssigned',
  'NotFound',
  'Forbidden',
])

type People = { readonly desk: InnerSession; readonly cleo: InnerCustomerSession }

/** Gives one command of the kind. */
export const join = async (
  kind: Kind,
  { desk, cleo }: People,
  conversationId: string,
  commandId: string,
  chance: Random,
): Promise<Told> => {
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
