import { isDeepStrictEqual } from 'node:util'

/** Throws, and says where they differ, unless both are equal. */
export const same = (found: unknown, wanted: unknown, what: string): void => {
  if (isDeepStrictEqual(found, wanted)) return
  throw new Error(`${what}\n${differences(found, wanted).join('\n')}`)
}

/** Where two plain values differ, with both. */
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
