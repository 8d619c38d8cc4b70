import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

/** A line of a file. `text` is null where its bytes are not UTF-8. */
export type Line = { readonly number: number; readonly text: string | null; readonly readSoFar: number }

/**
 * The lines of a text file, unpacked on the way where its name ends in `.gz`. Lines end at a line feed and nowhere
 * else: JSON text may hold any other separator. `readSoFar` is a share of the file, between 0 and 1.
 */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  const { size } = await stat(path)
  const file = createReadStream(path)
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  // A pipe hands on bytes, not failures.
  file.on('error', (error) => bytes.destroy(error))
  let number = 0
  let rest: ReadonlyArray<Buffer> = []
  const line = (parts: ReadonlyArray<Buffer>): Line => {
    number += 1
    return { number, text: decode(Buffer.concat(parts)), readSoFar: size === 0 ? 1 : file.bytesRead / size }
  }
  try {
    for await (const chunk of bytes) {
      const buffer = Buffer.from(chunk)
      let from = 0
      for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, from)) {
        yield line([...rest, buffer.subarray(from, end)])
        rest = []
        from = end + 1
      }
      rest = [...rest, buffer.subarray(from)]
    }
    if (rest.some(({ length }) => length > 0)) yield line(rest)
  } finally {
    file.destroy()
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const decode = (bytes: Buffer): string | null => {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
