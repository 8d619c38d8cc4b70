/** A misspelled option would be silently without effect: whoever calls is a programmer, and is told at once. */
export const onlyKnown = (where: string, options: unknown, known: ReadonlyArray<string>): void => {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${where}: options are an object with ${known.join(', ')}`)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`${where}: there is no option ${unknown}; there are ${known.join(', ')}`)
}

/** A number that an option may be. `of`: what would be valid, in words. */
export const mustBe = (where: string, value: unknown, isValid: boolean, of: string): void => {
  if (!isValid) throw new TypeError(`${where}: ${said(value)} is not ${of}`)
}

/** Without content: a programmer's texts may be somebody's. */
const said = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : typeof value
