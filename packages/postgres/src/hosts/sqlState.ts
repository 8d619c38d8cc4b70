/**
 * A SQLSTATE has five characters, as have the system's `EPIPE` and Prisma's `P2010`; but no SQLSTATE begins like those
 * (`P0` is that of PL/pgSQL).
 */
const sqlState = /^(?!E|P[1-9])[0-9A-Z]{5}$/u

const codes = ['code', 'originalCode']

/** The fields in which query builders wrap the driver's error. */
const wrappings = ['cause', 'meta', 'driverAdapterError']

/** The maximum depth, because an error can be its own cause. */
const deepest = 8

const search = (error: unknown, depth: number): string | null => {
  if (typeof error !== 'object' || error === null || depth > deepest) return null
  const at = (place: string): unknown => Reflect.get(error, place)
  const code = codes.map(at).find((value) => typeof value === 'string' && sqlState.test(value))
  if (typeof code === 'string') return code
  for (const place of wrappings) {
    const found = search(at(place), depth + 1)
    if (found !== null) return found
  }
  return null
}

/** The SQLSTATE of an error of PostgreSQL, however the host's query builder has wrapped it; null for any other error. */
export const sqlStateOf = (error: unknown): string | null => search(error, 0)
