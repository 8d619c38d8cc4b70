/** One message of PostgreSQL's protocol. Those with which a client begins have no type. */
export type Message = { readonly type: string; readonly bytes: Buffer }

const encryptionRequests: ReadonlyArray<number> = [80877103, 80877104]

/** A client asks for TLS or GSSAPI before it begins; whoever says no is spoken to in the clear. */
export const asksForEncryption = ({ type, bytes }: Message): boolean =>
  type === '' && encryptionRequests.includes(bytes.readInt32BE(4))

/** Cuts what arrives into messages: chunks hold several of them, and end in the midst of one. */
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

/** Tells which statement a message has the server run, be it as text or prepared before. */
export const statements = (): ((message: Message) => string | undefined) => {
  const prepared = new Map<string, string>()
  return ({ type, bytes }) => {
    const [first, second] = 'QPB'.includes(type) && type !== '' ? twoStrings(bytes) : ['', '']
    if (type === 'P') prepared.set(first, second)
    if (type === 'Q') return first
    return type === 'B' ? prepared.get(second) : undefined
  }
}

/** How a pooler takes leave of a client, whatever the reason: always by this code. */
export const poolerError = (text: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
