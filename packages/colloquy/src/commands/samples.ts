import type { Actor } from '@colloquy/core'
import type { PlainObject } from '../input/plain.ts'
import type { CommandName } from './commands.ts'

const onMessage = { messageId: 'any' }
const onRecord = { record: { type: 'any', id: 'any' } }
const onAnother = { participant: { id: 'any', kind: 'staff' }, confirm: true }

const nothing = {}

/** For each command the fields that must be given beside `conversationId`; for the three left out, see below. */
const samples: { readonly [N in Exclude<CommandName, 'start' | 'assign' | 'setOwner'>]: PlainObject } = {
  post: { body: 'any' },
  edit: { ...onMessage, body: 'any' },
  remove: onMessage,
  publish: onMessage,
  link: onRecord,
  unlink: onRecord,
  followRecord: onRecord,
  unfollowRecord: onRecord,
  transfer: { to: { queue: 'any' } },
  rename: { subject: 'any' },
  label: { label: 'any' },
  unlabel: { label: 'any' },
  setAttributes: { attributes: {} },
  setType: { type: 'internal' },
  markReadFor: onAnother,
  markUnreadFor: onAnother,
  join: nothing,
  leave: nothing,
  follow: nothing,
  unfollow: nothing,
  mute: nothing,
  unmute: nothing,
  pick: nothing,
  release: nothing,
  close: nothing,
  reopen: nothing,
  lock: nothing,
  unlock: nothing,
  markNoReplyNeeded: nothing,
  removeConversation: nothing,
  markRead: nothing,
  markUnread: nothing,
}

/**
 * What stands in for the fields that a question about a command left out, so that it can be asked at all. Only who
 * may do such a thing is answered then, never whether this content would pass.
 */
export const sampleOf = (name: CommandName, actor: Actor): PlainObject => {
  switch (name) {
    case 'start':
      return { type: 'customer' }
    case 'assign':
      return { to: { staff: actor.id } }
    case 'setOwner':
      return { to: actor.id }
    default:
      return samples[name]
  }
}
