import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import type { StarConversation } from '../../../../../examples/quickstart/star.ts'
import { readStar } from '../../../../../examples/quickstart/star.ts'
import { readJsonLines } from '../../../src/index.ts'

const root = new URL('../../../../../', import.meta.url)
const at = (path: string): string => fileURLToPath(new URL(path, root))

/** Fifteen real conversations where they are beside the repository, else the set that the quickstart ships. */
export const someConversations = (): Promise<ReadonlyArray<StarConversation>> => {
  const sample = at('../shared/data/star/sample.jsonl')
  return read(existsSync(sample) ? sample : at('examples/quickstart/conversations.jsonl'))
}

/** All 6,205, or null where they are not beside the repository. */
export const allConversations = async (): Promise<ReadonlyArray<StarConversation> | null> => {
  const all = at('../shared/data/star/conversations.jsonl.gz')
  return existsSync(all) ? read(all) : null
}

const read = async (path: string): Promise<ReadonlyArray<StarConversation>> => {
  const file = createReadStream(path)
  const found: Array<StarConversation> = []
  for await (const line of readJsonLines(path.endsWith('.gz') ? file.pipe(createGunzip()) : file)) {
    const conversation = E.isRight(line) ? readStar(line.right.value) : null
    if (conversation === null || 'problem' in conversation) throw new Error(`a malformed line in ${path}`)
    found.push(conversation)
  }
  return found
}

/** What somebody wrote and what they are called, and everything that others did. */
export type Share = { readonly texts: ReadonlyArray<string>; readonly others: ReadonlyArray<string> }

export const shareOf = (conversations: ReadonlyArray<StarConversation>, person: string): Share => {
  const texts: Array<string> = []
  const others: Array<string> = []
  for (const { subject, customer, agent, messages } of conversations) {
    // A conversation's subject is its customer's.
    const tell = (id: string, text: string): void => void (id === person ? texts : others).push(text)
    tell(customer.id, subject)
    tell(customer.id, customer.name)
    tell(agent.id, agent.name)
    for (const { from, by, text } of messages) {
      const author =
        from === 'customer' ? customer : from === 'agent' ? (by ?? agent) : { id: '', name: 'System' }
      tell(author.id, text)
      tell(author.id, author.name)
    }
  }
  return { texts, others }
}

/** The customer with the most conversations. */
export const busiestCustomer = (conversations: ReadonlyArray<StarConversation>): string => {
  const counts = new Map<string, number>()
  for (const { customer } of conversations) counts.set(customer.id, (counts.get(customer.id) ?? 0) + 1)
  const [first] = Array.from(counts).toSorted(([, a], [, b]) => b - a)
  if (first === undefined) throw new Error('no conversations')
  return first[0]
}
