import type { Time } from '../../conversation/Ids.ts'

/** A time as it is shown: ISO 8601 in UTC, with milliseconds. */
export const iso = (at: Time): string => new Date(at).toISOString()
export const isoOrNull = (at: Time | null): string | null => (at === null ? null : iso(at))
