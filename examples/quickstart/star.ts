/**
 * A conversation in the JSON Lines form that the example reads, one a line. Beside what the form has always had,
 * a message may say `by` which other agent it is, and `events` says what happened beside the messages; README.md
 * describes both.
 */
export type StarConversation = {
  readonly id: string
  readonly subject: string
  readonly customer: Person
  readonly agent: Person
  /** Milliseconds since 1970, as are all times here. */
  readonly startedAt: number
  readonly closedAt: number | null
  readonly context: ReadonlyArray<{ readonly type: string; readonly id: string }>
  readonly messages: ReadonlyArray<StarMessage>
  readonly events: ReadonlyArray<StarEvent>
}
export type Person = { readonly id: string; readonly name: string }
export type StarMessage = {
  readonly from: 'customer' | 'agent' | 'system'
  readonly by: Person | null
  readonly visibility: 'public' | 'internal'
  readonly kind: string | null
  readonly text: string
  /** That of the message before, where the line has none. */
  readonly at: number
}
export type StarEvent =
  | { readonly type: 'closed' | 'reopened'; readonly by: Person | null; readonly at: number }
  | { readonly type: 'assigned'; readonly to: Person; readonly at: number }

/** Reads the value of one line; of a malformed one says what is wrong with it, without quoting its content. */
export const readStar = (value: unknown): StarConversation | { readonly problem: string } => {
  try {
    return conversation(fields(value, 'the line'))
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message }
    throw error
  }
}

class Malformed extends Error {}

type Fields = { readonly [name: string]: unknown }

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fields = (value: unknown, what: string): Fields => {
  if (isFields(value)) return value
  throw new Malformed(`${what} is not an object`)
}

const string = (of: Fields, name: string): string => {
  const value = of[name]
  if (typeof value === 'string') return value
  throw new Malformed(`${name} is not a text`)
}

const time = (of: Fields, name: string): number => {
  const value = Date.parse(string(of, name))
  if (!Number.isNaN(value)) return value
  throw new Malformed(`${name} is not a time`)
}

const list = (of: Fields, name: string): ReadonlyArray<Fields> => {
  const value = of[name]
  if (Array.isArray(value)) return value.map((item) => fields(item, `an item of ${name}`))
  throw new Malformed(`${name} is not a list`)
}

const oneOf = <A extends string>(of: Fields, name: string, allowed: ReadonlyArray<A>): A => {
  const value = allowed.find((candidate) => candidate === of[name])
  if (value !== undefined) return value
  throw new Malformed(`${name} is none of ${allowed.join(', ')}`)
}

const optional = <A>(of: Fields, name: string, read: (of: Fields, name: string) => A): A | null =>
  of[name] === undefined ? null : read(of, name)

const person = (of: Fields, name: string): Person => {
  const value = fields(of[name], name)
  return { id: string(value, 'id'), name: string(value, 'name') }
}

const conversation = (line: Fields): StarConversation => {
  const startedAt = time(line, 'startedAt')
  let previous = startedAt
  const messages = list(line, 'messages').map((item): StarMessage => {
    previous = optional(item, 'at', time) ?? previous
    return {
      from: oneOf(item, 'from', ['customer', 'agent', 'system']),
      by: optional(item, 'by', person),
      visibility: oneOf(item, 'visibility', ['public', 'internal']),
      kind: optional(item, 'kind', string),
      text: string(item, 'text'),
      at: previous,
    }
  })
  return {
    id: string(line, 'id'),
    subject: string(line, 'subject'),
    customer: person(line, 'customer'),
    agent: person(line, 'agent'),
    startedAt,
    closedAt: optional(line, 'closedAt', time),
    context: list(line, 'context')
      // STAR itself has contexts without an id: a domain that was never named. There is nothing to link.
      .filter((item) => item['id'] !== null)
      .map((item) => ({ type: string(item, 'type'), id: string(item, 'id') })),
    messages,
    events: (optional(line, 'events', list) ?? []).map(event),
  }
}

const event = (item: Fields): StarEvent => {
  const at = time(item, 'at')
  const type = oneOf(item, 'type', ['closed', 'reopened', 'assigned'])
  return type === 'assigned'
    ? { type, to: person(item, 'to'), at }
    : { type, by: optional(item, 'by', person), at }
}
