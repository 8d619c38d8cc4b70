/** An error of the input: names field, limit and what would be valid, and never repeats the value. */
export type Wrong =
  | {
      readonly _tag: 'InvalidInput'
      readonly field: string
      readonly limit?: number | string
      /** What would be valid, in words. */
      readonly expected: string
    }
  | { readonly _tag: 'FieldRequired'; readonly field: string }
  | { readonly _tag: 'EmptyBody' }

type Of<Tag extends Wrong['_tag']> = Extract<Wrong, { readonly _tag: Tag }>

export const emptyBody: Of<'EmptyBody'> = { _tag: 'EmptyBody' }
export const fieldRequired = (field: string): Of<'FieldRequired'> => ({ _tag: 'FieldRequired', field })
/** An error where a limit was exceeded; `what`: what would be valid, in words. */
export const invalidInput = (field: string, limit: number | string, what: string): Of<'InvalidInput'> => ({
  _tag: 'InvalidInput',
  field,
  limit,
  expected: what,
})
/** The same without a limit. */
export const expected = (field: string, what: string): Of<'InvalidInput'> => ({
  _tag: 'InvalidInput',
  field,
  expected: what,
})
