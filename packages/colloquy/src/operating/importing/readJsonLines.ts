import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

/** A line of a file: what it holds, or that it is not JSON. Lines count from 1. */
export type JsonLine = Either<{ readonly line: number }, { readonly line: number; readonly value: unknown }>

const newline = 10
/** Longer lines than this many bytes are not conversations. */
const longest = 64 * 1024 * 1024

/**
 * Reads JSON lines (UTF-8) from a stream of bytes or text, as they come. Empty lines are passed over. `change` turns
 * each value into something else, a host's own form into `ImportedConversation`; where it throws, the line is
 * malformed.
 *
 * @example
 * import { readJsonLines } from 'colloquy'
 *
 * for await (const line of readJsonLines(['{"id":"old-1"}\n', 'no json\n'])) console.log(line._tag) // Right
 */
export async function* readJsonLines(
  source: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  change: (value: unknown) => unknown = (value) => value,
): AsyncGenerator<JsonLine, void, undefined> {
  let number = 0
  let rest: Array<Buffer> = []
  let held = 0
  const take = (last: Buffer): JsonLine | null => {
    number += 1
    const bytes = Buffer.concat([...rest, last])
    const tooLong = held + last.length > longest
    rest = []
    held = 0
    return tooLong ? E.left({ line: number }) : parsed(bytes, number, change)
  }
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : Buffer.from(chunk)
    let from = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      const line = take(bytes.subarray(from, end))
      if (line !== null) yield line
      from = end + 1
    }
    held += bytes.length - from
    // Of a line that is too long only its length is kept.
    if (held <= longest) rest.push(bytes.subarray(from))
  }
  const last = held > 0 ? take(Buffer.alloc(0)) : null
  if (last !== null) yield last
}

const decoder = new TextDecoder('utf-8', { fatal: true })

const parsed = (bytes: Buffer, line: number, change: (value: unknown) => unknown): JsonLine | null => {
  try {
    const text = decoder.decode(bytes)
    return text.trim() === '' ? null : E.right({ line, value: change(JSON.parse(text)) })
  } catch {
    return E.left({ line })
  }
}
