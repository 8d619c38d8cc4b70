/** The zero that is dialled only within a country, as it stands in +49 (0)30. */
const trunk = /\(\s*0\s*\)/gu

/** The digits of a stored number, as in its E.164 form; null where there are none. */
export const phoneDigits = (phone: string): string | null => {
  const digits = phone
    .normalize('NFKD')
    .replace(trunk, '')
    .replace(/[^0-9]/gu, '')
  return digits === '' ? null : digits
}

/** The digits that somebody asks for, as the end of an E.164 number; null below four digits. */
export const phoneQuery = (text: string): string | null => {
  const digits = (phoneDigits(text) ?? '').replace(/^(?:00|0)/u, '')
  return digits.length < 4 ? null : digits
}
