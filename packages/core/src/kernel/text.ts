/** Bytes of a text in UTF-8. */
export const bytesOf = (text: string): number => {
  let size = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return size
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Whether a text is Unicode: halves of characters are kept by no storage alike. */
export const isWellFormed = (text: string): boolean => !loneSurrogate.test(text)

const control = /\p{Cc}/u
/** Marks that change the direction of text: they make one name look like another. */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Whether a text may name something: control characters mark streams of our own, marks of direction deceive readers. */
export const canName = (text: string): boolean => !control.test(text) && !direction.test(text)
