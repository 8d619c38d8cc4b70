/** The range of times that every storage can hold, in milliseconds since 1970. */
export const firstTime = Date.parse('0001-01-01T00:00:00Z')
export const lastTime = Date.parse('9999-12-31T23:59:59.999Z')

export const aTime = 'a Date, an ISO 8601 text with its zone, or milliseconds since 1970'

/** An ISO 8601 text with its zone; a day alone is its midnight in UTC. */
export const iso = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/

/** `Date.parse` reads 30 February as 2 March, so the date is compared with what it parsed to. */
const parsed = (text: string): number => {
  const [, year, month, day] = iso.exec(text) ?? []
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay ? Date.parse(text) : Number.NaN
}

/** Milliseconds since 1970 of a `Date`, an ISO 8601 text or a number; null for anything else, and out of range. */
export const timeIn = (value: unknown): number | null => {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? parsed(value) : ofDate(value)
  return Number.isInteger(at) && at >= firstTime && at <= lastTime ? at : null
}

/** Calls `Date.prototype` directly, which a faked prototype can't deceive. */
const ofDate = (value: unknown): number => {
  try {
    return value instanceof Date ? Date.prototype.getTime.call(value) : Number.NaN
  } catch {
    return Number.NaN
  }
}
