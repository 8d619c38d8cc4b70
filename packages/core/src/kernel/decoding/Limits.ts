/** The sizes beyond which input is refused, in bytes of UTF-8, characters or counts. */
export type Limits = {
  /** Bytes of a message's text. */
  readonly body: number
  /** Characters of a subject line. */
  readonly subject: number
  /** Bytes of an id of any kind, and of a command id. */
  readonly id: number
  /** Attributes of a conversation or message. */
  readonly attributeKeys: number
  /** Bytes of all attributes as JSON. */
  readonly attributeBytes: number
  /** Nesting of any input. */
  readonly depth: number
  /** Rows of a page. */
  readonly page: number
  /** People named in one command. */
  readonly participants: number
  /** Records linked by one command. */
  readonly contexts: number
  /** People mentioned in one message. */
  readonly mentions: number
  /** Characters of a search text. */
  readonly search: number
}

export const defaultLimits: Limits = {
  body: 65_536,
  subject: 255,
  id: 200,
  attributeKeys: 32,
  attributeBytes: 4096,
  depth: 32,
  page: 200,
  participants: 200,
  contexts: 50,
  mentions: 50,
  search: 1000,
}
