/** Compares texts by code point. */
export const byCodePoint = (a: string, b: string): number => {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0)
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0)
  const at = left.findIndex((point, i) => point !== right[i])
  if (at === -1) return left.length - right.length
  return at >= right.length ? 1 : (left[at] ?? 0) - (right[at] ?? 0)
}
