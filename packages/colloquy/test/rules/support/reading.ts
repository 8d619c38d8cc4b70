import type { ConversationError } from '../../../src/index.ts'

/** What `try` answers where a call is refused. */
export const refused = (_tag: ConversationError['reason']['_tag'], details: object = {}) => ({
  ok: false,
  error: { _tag, ...details },
})

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
