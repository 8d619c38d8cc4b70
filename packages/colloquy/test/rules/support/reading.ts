import { expect } from 'vitest'
import type { ConversationError } from '../../../src/index.ts'

/** What `try` answers where a call is refused; what would have been valid is said in words, which are not compared. */
export const refused = (_tag: ConversationError['reason']['_tag'], details: object = {}) => ({
  ok: false,
  error: _tag === 'InvalidInput' ? invalid(details) : { _tag, ...details },
})

const invalid = (details: object): unknown => expect.objectContaining({ _tag: 'InvalidInput', ...details })

export const accepted = { ok: true }

type Items = ReadonlyArray<{ readonly type: string }>

/** The texts of a page, in its order. */
export const bodies = ({ items }: { readonly items: Items }): ReadonlyArray<unknown> =>
  items.flatMap((item) => ('body' in item ? [item.body] : []))

/** The ids of a list's rows, in its order. */
export const ids = ({
  rows,
}: {
  readonly rows: ReadonlyArray<{ readonly id: string }>
}): ReadonlyArray<string> => rows.map((row) => row.id)
