import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import type { ImportedConversation } from '../../src/operating/importing/ImportedConversation.ts'
import { readJsonLines } from '../../src/operating/importing/readJsonLines.ts'

/** 6,205 real conversations, beside the repository where somebody put them. */
const file = fileURLToPath(new URL('../../../../../shared/data/star/conversations.jsonl.gz', import.meta.url))
export const isThere = existsSync(file)

type Star = {
  readonly id: string
  readonly subject: string
  readonly customer: { readonly id: string; readonly name: string }
  readonly agent: { readonly id: string; readonly name: string }
  readonly startedAt: string
  readonly closedAt?: string
  readonly outcome: string
  readonly context: ReadonlyArray<{ readonly type: string; readonly id: string | null }>
  readonly messages: ReadonlyArray<{
    readonly from: 'customer' | 'agent' | 'system'
    readonly visibility: 'public' | 'internal'
    readonly kind?: string
    readonly text: string
    readonly at?: string
  }>
}

const neutral = (value: unknown): ImportedConversation => {
  const star = value as Star
  const authors = {
    customer: { ...star.customer, kind: 'customer' },
    agent: { ...star.agent, kind: 'staff' },
    system: { id: 'knowledge-base', kind: 'bot' },
  } as const
  return {
    id: star.id,
    subject: star.subject,
    customer: star.customer,
    owner: star.agent.id,
    contexts: star.context.flatMap(({ type, id }) => (id === null ? [] : [{ type, id }])),
    attributes: { outcome: star.outcome },
    startedAt: star.startedAt,
    ...(star.closedAt === undefined ? {} : { closedAt: star.closedAt }),
    messages: star.messages.map(({ from, visibility, kind, text, at }) => ({
      author: authors[from],
      visibility,
      body: text,
      ...(at === undefined ? {} : { at }),
      ...(kind === undefined ? {} : { attributes: { kind } }),
    })),
  }
}

export const star = () => readJsonLines(createReadStream(file).pipe(createGunzip()), neutral)
