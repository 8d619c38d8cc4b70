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

export const rename = define('rename', 'Rename', object({ ...on, subject }), { sample: { subject: 'any' } })

const labelling = object({ ...on, label: name })
export const label = define('label', 'Label', labelling, { sample: { label: 'any' } })
export const unlabel = define('unlabel', 'Unlabel', labelling, { sample: { label: 'any' } })

export const setAttributes = define('setAttributes', 'SetAttributes', object({ ...on, attributes }), {
  sample: { attributes: {} },
})

export const setType = define(
  'setType',
  'SetType',
  object({ ...on, type: oneOf(['customer', 'internal']) }),
  {
    sample: { type: 'internal' },
  },
)
