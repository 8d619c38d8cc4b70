/** One message of PostgreSQL's protocol. A client's startup messages have no type. */
export type Message = { readonly type: string; readonly bytes: Buffer }

const encryptionRequests: ReadonlyArray<number> = [80877103, 80877104]

/** Whether a client requests TLS or GSSAPI before its startup; a refusal makes it continue in plain text. */
export const asksForEncryption = ({ type, bytes }: Message): boolean =>
  type === '' && encryptionRequests.includes(bytes.readInt32BE(4))

/** Splits a byte stream into messages: a chunk may hold several, and end inside one. */
export const splitter = (from: 'client' | 'server'): ((chunk: Buffer) => ReadonlyArray<Message>) => {
  let rest: Buffer = Buffer.alloc(0)
  let typed = from === 'server'
  const next = (): Message | undefined => {
    const before = typed ? 1 : 0
    if (rest.length < before + 4) return undefined
    const end = before + rest.readInt32BE(before)
    if (rest.length < end) return undefined
    const message = { type: rest.toString('latin1', 0, before), bytes: rest.subarray(0, end) }
    rest = rest.subarray(end)
    if (!asksForEncryption(message)) typed = true
    return message
  }
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const messages: Array<Message> = []
    for (let message = next(); message !== undefined; message = next()) messages.push(message)
    return messages
  }
}

const twoStrings = (bytes: Buffer): readonly [string, string] => {
  const [first = '', second = ''] = bytes.toString('utf8', 5).split('\0', 2)
  return [first, second]
}

/** Finds the statement that a message executes, whether sent as text or prepared before. */
export const statements = (): ((message: Message) => string | undefined) => {
  const prepared = new Map<string, string>()
  return ({ type, bytes }) => {
    const [first, second] = 'QPB'.includes(type) && type !== '' ? twoStrings(bytes) : ['', '']
    if (type === 'P') prepared.set(first, second)
    if (type === 'Q') return first
    return type === 'B' ? prepared.get(second) : undefined
  }
}

/** A pooler's error to a client, which always has this code. */
export const poolerError = (text: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
