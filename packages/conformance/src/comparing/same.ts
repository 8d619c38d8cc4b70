import { isDeepStrictEqual } from 'node:util'

/** Throws with the differences, unless both are equal. */
export const same = (found: unknown, wanted: unknown, what: string): void => {
  if (isDeepStrictEqual(found, wanted)) return
  throw new Error(`${what}\n${differences(found, wanted).join('\n')}`)
}

/** The paths at which two plain values differ, with both values. */
const differences = (found: unknown, wanted: unknown, path = ''): ReadonlyArray<string> => {
  if (isDeepStrictEqual(found, wanted)) return []
  const nested = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null
  if (!nested(found) || !nested(wanted)) {
    return [`${path}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`]
  }
  return [...new Set([...Object.keys(found), ...Object.keys(wanted)])]
    .flatMap((key) => differences(found[key], wanted[key], `${path}.${key}`))
    .slice(0, 12)
}
