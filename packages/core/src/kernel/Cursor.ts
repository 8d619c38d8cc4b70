/** The content of a token: plain values, so that any seal can encrypt them. */
export type Content = ReadonlyArray<string | number | null>

/** The content of a cursor: the name of its walk, and its place. */
export const cursorAt = (walk: string, place: Content): Content => [walk, ...place]

/** A cursor's place; null for a cursor of another walk or another length. */
export const placeIn = (walk: string, length: number, content: Content | null): Content | null =>
  content !== null && content[0] === walk && content.length === length + 1 ? content.slice(1) : null

/** A number as text of fixed length, so that a sealed number does not show its size. */
export const fixedLength = (value: number): string => String(value).padStart(16, '0')

/** Parses what `fixedLength` wrote; null for anything else. */
export const fromFixedLength = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{16}$/.test(text) ? Number(text) : null
