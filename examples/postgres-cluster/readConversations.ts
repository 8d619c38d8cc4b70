import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { readJsonLines } from 'colloquy'
import { readStar, type StarConversation, type StarMessage } from '../quickstart/star.ts'
import type { Author, Command, Conversation } from './Command.ts'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Thousands of real ones, where they are beside the repository. */
const real = at('../../../shared/data/star/conversations.jsonl.gz')
const few = at('../quickstart/conversations.jsonl')

export type Read = {
  readonly conversations: ReadonlyArray<Conversation>
  /** False: those that the quickstart comes with. */
  readonly isReal: boolean
}

/** So many conversations; where the file has fewer, they are said several times, each time as others. */
export const readConversations = async (count: number): Promise<Read> => {
  const isReal = existsSync(real)
  const found = await firstOf(isReal ? real : few, count)
  if (found.length === 0) throw new Error('There are no conversations to read.')
  const conversations: Array<Conversation> = []
  for (let round = 0; conversations.length < count; round += 1) {
    const left = found.slice(0, count - conversations.length)
    conversations.push(...left.map((star) => toSay(star, round === 0 ? star.id : `${star.id}.${round}`)))
  }
  return { conversations, isReal }
}

const firstOf = async (path: string, count: number): Promise<ReadonlyArray<StarConversation>> => {
  const file = createReadStream(path)
  const found: Array<StarConversation> = []
  try {
    for await (const line of readJsonLines(path.endsWith('.gz') ? file.pipe(createGunzip()) : file)) {
      const star = line._tag === 'Right' ? readStar(line.right.value) : { problem: 'it is not JSON' }
      if ('problem' in star) throw new Error(`A line of ${path} can't be read: ${star.problem}`)
      if (star.messages.length > 0) found.push(star)
      if (found.length === count) break
    }
  } finally {
    file.destroy()
  }
  return found
}

const toSay = (star: StarConversation, name: string): Conversation => ({
  name,
  commands: star.messages.map(
    (message, at): Command => ({
      commandId: `${name}/${at}`,
      conversation: name,
      begins: at === 0 ? { subject: star.subject, customer: star.customer } : null,
      author: authorOf(star, message),
      visibility: message.visibility,
      body: message.text,
    }),
  ),
})

const authorOf = ({ customer, agent }: StarConversation, { from, by }: StarMessage): Author => {
  switch (from) {
    case 'customer':
      return { kind: 'customer', ...customer }
    case 'agent':
      return { kind: 'staff', ...(by ?? agent) }
    case 'system':
      return { kind: 'system', id: 'system', name: 'System' }
  }
}
