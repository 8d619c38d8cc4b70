/** A wrong option is a programmer's mistake: a `TypeError` at once. `of`: what would be valid, in words. */
export const mustBe = (where: string, value: unknown, isValid: boolean, of: string): void => {
  if (!isValid) throw new TypeError(`${where}: ${shown(value)} is not ${of}`)
}

/** A timeout. */
export const mustBeWait = (where: string, value: unknown): void =>
  mustBe(where, value, typeof value === 'number' && value >= 0, 'a number of milliseconds, 0 or more')

/** Texts are not repeated: they may hold content. */
const shown = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : typeof value
