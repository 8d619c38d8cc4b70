const length = 200

const surrogate = /[\ud800-\udfff]/

/** The beginning of a text, without cutting a character. */
export const previewOf = (text: string): string => {
  if (text.length <= length) return text
  const start = text.slice(0, length * 2)
  // Splitting into characters is slow, and needed only for texts with surrogate pairs.
  return surrogate.test(start) ? Array.from(start).slice(0, length).join('') : start.slice(0, length)
}
