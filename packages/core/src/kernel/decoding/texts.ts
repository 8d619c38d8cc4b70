import * as E from 'fp-ts/lib/Either.js'
import { isLonger } from '../text.ts'
import type { Decoder, SizeLimit } from './Decoder.ts'
import { nameOf, required, sizeOf } from './Decoder.ts'
import { emptyBody, expected, fieldRequired, invalidInput } from './Wrong.ts'

/**
 * Characters refused in ids and names: control characters mark our own streams, and bidi marks make one name look like
 * another.
 */
const unnameable = String.raw`\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`
/**
 * Characters refused in other texts: embedding and override marks reorder the text after them. Single bidi marks are
 * needed to write some languages.
 */
const unprintable = String.raw`\p{Cc}\u202a-\u202e\u2066-\u2069`

const anyBut = (excluded: string): RegExp => new RegExp(`^[^${excluded}]+$`, 'u')
/** The same, with at least one character that is not white space. */
const wordsBut = (excluded: string): RegExp =>
  new RegExp(`^[^${excluded}]*[^${excluded}\\s][^${excluded}]*$`, 'u')

const nameLike = (most: SizeLimit, form: RegExp): Decoder<string, string> =>
  required(
    (limits) => ({ type: 'string', maxLength: sizeOf(most, limits), pattern: form.source }),
    (value, place) => {
      const limit = sizeOf(most, place.limits)
      const what = `a text of 1 to ${limit} bytes, without control characters or marks of direction`
      if (typeof value !== 'string') return E.left(expected(nameOf(place), what))
      if (isLonger(value, limit)) return E.left(invalidInput(nameOf(place), limit, what))
      return form.test(value) ? E.right(value) : E.left(expected(nameOf(place), what))
    },
  )

/** An id: opaque text from 1 byte to the limit `id`, kept verbatim and case-sensitive. */
export const id = nameLike('id', anyBut(unnameable))

/** A name of a person, queue, label or channel. */
export const name = nameLike(200, wordsBut(unnameable))

/** Any text of at most `most` characters. */
export const text = (most: SizeLimit): Decoder<string, string> =>
  required(
    (limits) => ({ type: 'string', maxLength: sizeOf(most, limits) }),
    (value, place) => {
      const limit = sizeOf(most, place.limits)
      const what = `a text of at most ${limit} characters`
      if (typeof value !== 'string') return E.left(expected(nameOf(place), what))
      return value.length > limit ? E.left(invalidInput(nameOf(place), limit, what)) : E.right(value)
    },
  )

/** A token of ours, which is always shorter than this; the seal checks the rest. */
export const token = text(65_536)

const line = wordsBut(unprintable)

/** One line of text, limited in characters. */
export const subject: Decoder<string, string> = required(
  ({ subject }) => ({ type: 'string', maxLength: subject, pattern: line.source }),
  (value, place) => {
    const most = place.limits.subject
    const what = `one line of at most ${most} characters`
    if (typeof value !== 'string') return E.left(expected(nameOf(place), what))
    if (value.trim() === '') return E.left(fieldRequired(nameOf(place)))
    if (value.length > 2 * most || Array.from(value).length > most)
      return E.left(invalidInput(nameOf(place), most, what))
    return line.test(value) ? E.right(value) : E.left(expected(nameOf(place), what))
  },
)

/** A message's text, kept verbatim and limited in bytes. */
export const body: Decoder<string, string> = {
  schema: (limits) => ({ type: 'string', maxLength: limits.body, pattern: String.raw`\S` }),
  decode: (value, place) => {
    if (value === undefined) return E.left(emptyBody)
    const most = place.limits.body
    const what = `a text of at most ${most} bytes`
    if (typeof value !== 'string') return E.left(expected(nameOf(place), what))
    if (isLonger(value, most)) return E.left(invalidInput(nameOf(place), most, what))
    return value.trim() === '' ? E.left(emptyBody) : E.right(value)
  },
}
