/** What a token carries: plain values, so that any seal can close them. */
export type Content = ReadonlyArray<string | number | null>

/** The content of a cursor: where it stands, and the name of the walk it belongs to. */
export const cursorAt = (walk: string, place: Content): Content => [walk, ...place]

/** Where a cursor stands; null when it belongs to another walk, or to another kind of place. */
export const placeIn = (walk: string, length: number, content: Content | null): Content | null =>
  content !== null && content[0] === walk && content.length === length + 1 ? content.slice(1) : null

/** A number as text of a fixed length, so that a sealed one does not show its size. */
export const fixedLength = (value: number): string => String(value).padStart(16, '0')

/** The number that `fixedLength` wrote; null for anything else. */
export const fromFixedLength = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{16}$/.test(text) ? Number(text) : null
