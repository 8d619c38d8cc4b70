const length = 200

const surrogate = /[\ud800-\udfff]/

/** The beginning of a text, never cutting a character in two. */
export const previewOf = (text: string): string => {
  if (text.length <= length) return text
  const start = text.slice(0, length * 2)
  // Most texts have only characters of one unit each: these need no taking apart.
  return surrogate.test(start) ? Array.from(start).slice(0, length).join('') : start.slice(0, length)
}
