// Imports one long conversation in pieces, and measures after each what it costs to work in it.
// Arguments: file, how many messages, in how many pieces.
import { resourceUsage } from 'node:process'
import { customer, open, staff, tenant } from '../opening.ts'
import { say, told } from '../say.ts'

const messages = Number(told(1))
const pieces = Number(told(2))
const chat = await open(told(0))
const anna = chat.as(staff('anna'))
const bert = chat.as(staff('bert'))
const cleo = chat.as(customer('cleo'))

const message = (n: number) => ({
  id: `m${n}`,
  author: {
    id: n % 2 === 0 ? 'cleo' : 'anna',
    kind: n % 2 === 0 ? ('customer' as const) : ('staff' as const),
  },
  visibility: n % 10 === 1 ? ('internal' as const) : ('public' as const),
  body: `message ${n} about the order that did not arrive, and some words more as people write them`,
})

/** The fastest of some tries, in microseconds: what others do at the time only ever adds to it. */
const fastest = async (times: number, work: (i: number) => Promise<unknown>): Promise<number> => {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < times; i += 1) {
    const began = performance.now()
    await work(i)
    best = Math.min(best, performance.now() - began)
  }
  return Math.round(best * 1000)
}

const measure = async (size: number): Promise<void> => {
  const conversationId = 'long'
  const at = { conversationId, confirmPublic: true, visibility: 'public' } as const
  const { items } = await anna.timeline(conversationId, { limit: 200 })
  const ids = items.flatMap((item) => (item.type === 'message' ? [item.id] : []))
  const { older } = await anna.timeline(conversationId, { limit: 5 })
  const figures = {
    size,
    post: await fastest(40, (i) => anna.post({ ...at, body: `posted ${i} at ${size}` })),
    customerPost: await fastest(40, (i) => cleo.post({ conversationId, body: `posted ${i} at ${size}` })),
    timeline: await fastest(40, () => anna.timeline(conversationId, { limit: 50 })),
    timelineBefore: await fastest(40, () => cleo.timeline(conversationId, { limit: 50 })),
    timelineOlder: await fastest(40, () => anna.timeline(conversationId, { limit: 50, before: older })),
    markRead: await fastest(40, (i) => bert.markRead({ conversationId, upTo: ids[i] ?? '' })),
    unread: await fastest(40, () => bert.unread(conversationId)),
    inbox: await fastest(40, () => bert.inbox({ view: 'mine' })),
  }
  say({ say: 'done', figures })
}

const began = performance.now()
const all: Array<ReturnType<typeof message>> = []
for (let piece = 1; piece <= pieces; piece += 1) {
  // Each time the whole conversation so far is given, as somebody who repeats an import would.
  const size = Math.round(messages / 10 ** (pieces - piece))
  while (all.length < size) all.push(message(all.length))
  const { failed } = await chat.import(
    [
      {
        id: 'long',
        customer: 'cleo',
        owner: 'anna',
        participants: [{ id: 'bert', kind: 'staff' }],
        messages: all,
      },
    ],
    { tenant, unread: 'asPosted' },
  )
  if (failed.length > 0) throw new Error(`failed: ${JSON.stringify(failed.slice(0, 3))}`)
  const peak = Math.round(resourceUsage().maxRSS / 1024)
  say({
    say: 'done',
    figures: { imported: size, seconds: Math.round((performance.now() - began) / 1000), peak },
  })
  await measure(size)
}
const verifying = performance.now()
const { differences } = await chat.verify()
const verify = Math.round(performance.now() - verifying)
say({
  say: 'done',
  figures: { differences: differences.length, verify, peak: Math.round(resourceUsage().maxRSS / 1024) },
})
await chat.close()
