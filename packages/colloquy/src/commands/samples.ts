import type { Actor } from '@colloquy/core'
import type { PlainObject } from '../input/plain.ts'
import type { CommandName } from './commands.ts'

const onMessage = { messageId: 'any' }
const onRecord = { record: { type: 'any', id: 'any' } }
const onAnother = { participant: { id: 'any', kind: 'staff' }, confirm: true }

const samples: { readonly [N in CommandName]?: PlainObject } = {
  post: { body: 'any' },
  edit: { ...onMessage, body: 'any' },
  remove: onMessage,
  publish: onMessage,
  link: onRecord,
  unlink: onRecord,
  followRecord: onRecord,
  unfollowRecord: onRecord,
  assign: { to: { staff: 'any' } },
  transfer: { to: { queue: 'any' } },
  setOwner: { to: 'any' },
  rename: { subject: 'any' },
  label: { label: 'any' },
  unlabel: { label: 'any' },
  setAttributes: { attributes: {} },
  setType: { type: 'internal' },
  markReadFor: onAnother,
  markUnreadFor: onAnother,
}

/**
 * What stands in for the fields that a question about a command left out, so that it can be asked at all. Only who
 * may do such a thing is answered then, never whether this content would pass.
 */
export const sampleOf = (name: CommandName, actor: Actor): PlainObject => {
  if (name === 'start') return { type: 'customer' }
  const sample = samples[name] ?? {}
  return name === 'assign' || name === 'setOwner'
    ? { ...sample, to: name === 'assign' ? { staff: actor.id } : actor.id }
    : sample
}
