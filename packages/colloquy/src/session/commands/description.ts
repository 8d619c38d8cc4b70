import type { AttributesInput } from '@colloquy/core/decoding'
import { attributes, conversationId, name, object, oneOf, subject } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import { define } from './Definition.ts'

type On = CommandInput & { readonly conversationId: string }
/** One line of at most 255 characters. */
export type RenameInput = On & { readonly subject: string }
/** A name of at most 200 bytes. */
export type LabelInput = On & { readonly label: string }
/** What to add, replace or (null) take away: at most 32 keys and 4 KiB then. */
export type SetAttributesInput = On & { readonly attributes: AttributesInput }
/** What it becomes. */
export type SetTypeInput = On & { readonly type: 'customer' | 'internal' }

const on = { ...commandFields, conversationId }

export const rename = define('rename', object({ ...on, subject }), {
  sample: { subject: 'any' },
  command: ({ conversationId, subject }, { context }) => ({
    _tag: 'Rename',
    conversationId,
    subject,
    context,
  }),
})

export const label = define('label', object({ ...on, label: name }), {
  sample: { label: 'any' },
  command: ({ conversationId, label }, { context }) => ({ _tag: 'Label', conversationId, label, context }),
})

export const unlabel = define('unlabel', object({ ...on, label: name }), {
  sample: { label: 'any' },
  command: ({ conversationId, label }, { context }) => ({ _tag: 'Unlabel', conversationId, label, context }),
})

export const setAttributes = define('setAttributes', object({ ...on, attributes }), {
  sample: { attributes: {} },
  command: ({ conversationId, attributes }, { context }) => ({
    _tag: 'SetAttributes',
    conversationId,
    attributes,
    context,
  }),
})

export const setType = define('setType', object({ ...on, type: oneOf(['customer', 'internal']) }), {
  sample: { type: 'internal' },
  command: ({ conversationId, type }, { context }) => ({ _tag: 'SetType', conversationId, type, context }),
})
