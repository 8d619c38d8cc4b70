const length = 200

/** The beginning of a text, never cutting a character in two. */
export const previewOf = (text: string): string =>
  Array.from(text.slice(0, length * 2))
    .slice(0, length)
    .join('')
