import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { tenant } from '../../lib/desk.ts'
import { textFor } from '../../lib/text.ts'
import { append, appendFunction, load } from './handwrittenSql.ts'

type Waiting = {
  readonly conversation: string
  readonly done: () => void
  readonly fail: (error: unknown) => void
}
type Loaded = readonly [number, number, number, number, number, number, boolean]

// Plans are made once, maybe while the tables are empty: none may read a whole table.
const options = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material']
  .map((way) => `-c enable_${way}=off`)
  .concat('-c search_path=colloquy -c plan_cache_mode=force_generic_plan')
  .join(' ')

/**
 * What a full post reads and writes, by hand: on the library's own tables and conversations, with statements made
 * for exactly this post. Two connections, a conversation always on the same one; each takes whatever arrived while
 * the last batch was under way: one round trip loads, one appends and commits.
 */
export const openHandwritten = async (url: string, conversations: ReadonlyArray<string>) => {
  const lanes = [await openLane(url), await openLane(url)]
  await lanes[0]?.client.query(appendFunction('one'))
  await lanes[0]?.client.query(appendFunction('many'))
  let n = 0
  return {
    /** Posts in one conversation after the other. */
    post: (): Promise<void> => {
      n += 1
      const at = n % conversations.length
      return new Promise((done, fail) =>
        lanes[at % 2]?.add({ conversation: conversations[at] ?? '', done, fail }),
      )
    },
    close: () => Promise.all(lanes.map(({ client }) => client.end())),
  }
}

const openLane = async (url: string) => {
  const client = new pg.Client({ connectionString: url, options })
  await client.connect()
  let waiting: Array<Waiting> = []
  let running = false
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await write(client, batch).then(
        () => batch.forEach(({ done }) => done()),
        (error: unknown) => batch.forEach(({ fail }) => fail(error)),
      )
    }
    running = false
  }
  return {
    client,
    add: (post: Waiting) => {
      waiting.push(post)
      if (running) return
      running = true
      setImmediate(() => void flush())
    },
  }
}

const write = async (client: pg.Client, batch: ReadonlyArray<Waiting>): Promise<void> => {
  // In one order everywhere, so that no two lock each other out.
  const sorted = [...batch].sort((a, b) => (a.conversation < b.conversation ? -1 : 1))
  const posts = sorted.map(({ conversation }) => ({
    conversation,
    command: randomUUID(),
    message: randomUUID(),
  }))
  const { rows } = await client.query({
    name: 'load',
    text: load,
    values: [
      tenant,
      posts.map(({ conversation }) => conversation),
      posts.map(({ command }) => command),
      posts.map(({ message }) => message),
    ],
  })
  const loaded: ReadonlyArray<Loaded> = JSON.parse(rows[0]?.rows)
  const at = Date.now()
  let before = 0
  const values = posts.map(({ conversation, command, message }, i) => {
    const [version, customerVersion, staffN, customerN, fromCustomerN, ownN, known] = loaded[i] ?? missing()
    if (known) throw new Error('a command is known already')
    // Several in one conversation follow each other.
    before = posts[i - 1]?.conversation === conversation ? before + 1 : 0
    const more = before + 1
    const isLast = posts[i + 1]?.conversation !== conversation
    const body = textFor(version + i)
    return [
      conversation,
      version + more,
      customerVersion + more,
      staffN + more,
      customerN + more,
      fromCustomerN,
      ownN + more,
      command,
      message,
      at,
      factsOf(message),
      JSON.stringify({ body, hash: command + command.slice(0, 28) }),
      termsOf(body),
      isLast ? before : null,
    ]
  })
  const [first = []] = values
  const shape = values.length === 1 ? 'one' : 'many'
  const columns = shape === 'one' ? first : first.map((_, column) => values.map((row) => row[column]))
  await client.query({ name: `append ${shape}`, text: append(shape), values: [tenant, ...columns] })
}

const missing = (): never => {
  throw new Error('a conversation is missing')
}

const factsOf = (messageId: string): string =>
  JSON.stringify({
    messageId,
    author: { side: 'staff', id: 'anna' },
    authorKind: 'staff',
    visibility: 'public',
    mentions: [],
    replyTo: null,
    answers: true,
    attributes: {},
  })

/** Each word once, with as much before it as the library writes. */
const termsOf = (body: string): string =>
  [...new Set(body.split(' '))].map((word) => `822b33ad87b${word}`).join(' ')
