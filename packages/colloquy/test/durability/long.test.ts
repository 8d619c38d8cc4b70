import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inFolder } from '../support/durability/folder.ts'
import { plainly } from '../support/durability/Log.ts'
import { customer, open, staff, tenant } from '../support/durability/opening.ts'
import type { Asked } from '../support/durability/statements.ts'
import { counting } from '../support/durability/statements.ts'

const conversation = (id: string, many: number) => ({
  id,
  customer: 'cleo',
  owner: 'anna',
  participants: [{ id: 'bert', kind: 'staff' as const }],
  messages: Array.from({ length: many }, (_, n) => ({
    id: `${id}-${n}`,
    author:
      n % 2 === 0 ? ({ id: 'cleo', kind: 'customer' } as const) : ({ id: 'anna', kind: 'staff' } as const),
    visibility: n % 10 === 1 ? ('internal' as const) : ('public' as const),
    body: `message ${n}`,
  })),
})

/** The plan is the same whatever is asked for. */
const explained = (sql: string): string => `explain query plan ${sql.replaceAll(/\?|@\w+/g, "'x'")}`

// How long it takes, for 100,000 messages, is printed by the soak (`npm run soak -- long`).
test('working in a long conversation asks as much of the database as in a short one, and walks no table', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'long.db')
    const counted = counting()
    try {
      const chat = await open(file)
      const sizes = { warm: 60, short: 60, long: 3_000 }
      for (const [id, many] of Object.entries(sizes)) {
        const { failed } = await chat.import([conversation(id, many)], { tenant, unread: 'asPosted' })
        expect(failed).toEqual([])
      }
      const anna = chat.as(staff('anna'))
      const bert = chat.as(staff('bert'))
      const cleo = chat.as(customer('cleo'))
      const work = async (id: keyof typeof sizes): Promise<Readonly<Record<string, Asked>>> => {
        const { older } = await anna.timeline(id, { limit: 5 })
        const of = { conversationId: id, visibility: 'public', confirmPublic: true } as const
        return {
          post: await counted.during(() => anna.post({ ...of, body: 'posted' })),
          customerPost: await counted.during(() => cleo.post({ conversationId: id, body: 'posted' })),
          timeline: await counted.during(() => anna.timeline(id, { limit: 20 })),
          older: await counted.during(() => anna.timeline(id, { limit: 20, before: older })),
          around: await counted.during(() => cleo.timeline(id, { limit: 20, around: `${id}-30` })),
          markRead: await counted.during(() => bert.markRead({ conversationId: id, upTo: `${id}-41` })),
          unread: await counted.during(() => bert.unread(id)),
          markUnread: await counted.during(() => bert.markUnread({ conversationId: id })),
          assign: await counted.during(() => anna.assign({ conversationId: id, to: { staff: 'bert' } })),
          close: await counted.during(() => anna.close({ conversationId: id })),
        }
      }
      // Once to have everything prepared.
      await work('warm')
      const short = await work('short')
      const long = await work('long')
      for (const [name, { sql, rows }] of Object.entries(long)) {
        expect.soft([name, sql.length, rows]).toEqual([name, short[name]?.sql.length, short[name]?.rows])
      }
      const all = new Set(Object.values(long).flatMap(({ sql }) => sql))
      plainly(file, (database) => {
        for (const sql of all) {
          if (!/^\s*(with|select|update|delete|insert)/i.test(sql)) continue
          const plan = database.prepare<[], { readonly detail: string }>(explained(sql))
          // A list of keys bound as JSON is walked, and is as long as the page.
          const walks = plan
            .all()
            .filter(({ detail }) => /^SCAN (colloquy_|[a-z] (?!VIRTUAL TABLE INDEX 1:$))/.test(detail))
          expect.soft(walks, sql).toEqual([])
        }
      })
      await chat.close()
    } finally {
      counted.stop()
    }
  }))
