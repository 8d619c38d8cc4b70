/** Bytes of a text in UTF-8. */
const bytesOf = (text: string): number => {
  let size = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return size
}

/** Whether a text takes more bytes in UTF-8; a text short enough is not read to be counted. */
export const isLonger = (text: string, bytes: number): boolean =>
  text.length > bytes || (text.length * 3 > bytes && bytesOf(text) > bytes)

const loneSurrogate = /\p{Surrogate}/u

/** Unicode without NUL: what every storage keeps alike. */
export const isText = (text: string): boolean => !loneSurrogate.test(text) && !text.includes('\u0000')
