/** Bytes of a text in UTF-8. */
const bytesOf = (text: string): number => {
  let size = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return size
}

/** Whether a text is longer than this in UTF-8; a text that can't be is not measured. */
export const isLonger = (text: string, bytes: number): boolean =>
  text.length > bytes || (text.length * 3 > bytes && bytesOf(text) > bytes)

const loneSurrogate = /\p{Surrogate}/u

/** Valid Unicode without NUL, which every storage can hold. */
export const isText = (text: string): boolean => !loneSurrogate.test(text) && !text.includes('\u0000')

const rank = (unit: number): number => {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/**
 * Compares texts by code point, as databases do; JavaScript's `<` compares UTF-16 units, which differs beyond the basic
 * plane.
 */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}
