/** Pieces of text as bytes, found in large files in one pass. */
export type Needles = {
  readonly size: number
  /** Which of them occur. */
  readonly foundIn: (bytes: Buffer) => ReadonlySet<string>
}

const head = 6

const keyAt = (bytes: Buffer, at: number): number =>
  bytes.readUInt32LE(at) ^ (bytes.readUInt16LE(at + 4) << 7)

/** The pieces must have at least six bytes. */
export const needles = (pieces: Iterable<string>): Needles => {
  const byKey = new Map<number, Array<{ readonly piece: string; readonly bytes: Buffer }>>()
  const first = new Uint8Array(65_536)
  let size = 0
  for (const piece of new Set(pieces)) {
    const bytes = Buffer.from(piece, 'utf8')
    if (bytes.length < head) throw new RangeError('a piece is too short')
    const key = keyAt(bytes, 0)
    const others = byKey.get(key)
    if (others === undefined) byKey.set(key, [{ piece, bytes }])
    else others.push({ piece, bytes })
    first[bytes.readUInt16LE(0)] = 1
    size += 1
  }
  const foundIn = (bytes: Buffer): ReadonlySet<string> => {
    const found = new Set<string>()
    for (let at = 0; at + head <= bytes.length; at += 1) {
      if (first[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] === 0) continue
      for (const one of byKey.get(keyAt(bytes, at)) ?? []) {
        if (bytes.compare(one.bytes, 0, one.bytes.length, at, at + one.bytes.length) === 0)
          found.add(one.piece)
      }
    }
    return found
  }
  return { size, foundIn }
}

const shortest = 12

/**
 * What would give a text away: all of it, and its beginning, middle and end, as they stand in JSON. Nothing for a
 * text too short to be anybody's.
 */
export const piecesOf = (text: string): ReadonlyArray<string> => {
  const stored = JSON.stringify(text).slice(1, -1)
  if (Array.from(text).length <= shortest) return []
  const characters = Array.from(stored)
  const part = (from: number): string => characters.slice(from, from + 16).join('')
  const middle = Math.floor((characters.length - 16) / 2)
  const parts = [stored, part(0), part(Math.max(0, middle)), part(Math.max(0, characters.length - 16))]
  return parts.filter((piece) => piece.length > shortest)
}
