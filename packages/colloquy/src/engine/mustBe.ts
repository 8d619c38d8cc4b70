/** Whoever gives an option is a programmer, and told at once. `of`: what would be valid, in words. */
export const mustBe = (where: string, value: unknown, isValid: boolean, of: string): void => {
  if (!isValid) throw new TypeError(`${where}: ${said(value)} is not ${of}`)
}

/** How long somebody waits. */
export const mustBeWait = (where: string, value: unknown): void =>
  mustBe(where, value, typeof value === 'number' && value >= 0, 'a number of milliseconds, 0 or more')

/** Without content: a programmer's texts may be somebody's. */
const said = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : typeof value
