/** The trunk zero, dialled only within a country, as in +49 (0)30. */
const trunk = /\(\s*0\s*\)/gu

/** The digits of a stored number, in E.164 form; null without digits. */
export const phoneDigits = (phone: string): string | null => {
  const digits = phone
    .normalize('NFKD')
    .replace(trunk, '')
    .replace(/[^0-9]/gu, '')
  return digits === '' ? null : digits
}

/** The digits of a search, a suffix of an E.164 number; null below four digits. */
export const phoneQuery = (text: string): string | null => {
  const digits = (phoneDigits(text) ?? '').replace(/^(?:00|0)/u, '')
  return digits.length < 4 ? null : digits
}
