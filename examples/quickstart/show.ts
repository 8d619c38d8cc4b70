import { actor, roles } from 'colloquy'
import type { Chat } from 'colloquy'
import type { Person } from './star.ts'
import { heading, inboxPage, indicatorLine, type Message, timelinePage } from './report.ts'
import { tenant } from './tenant.ts'

type Names = ReadonlyMap<string, string>

/** Prints an agent's inbox and indicator, and one page of a conversation as that agent and as the customer see it. */
export const show = async (chat: Chat, agent: Person, names: Names): Promise<void> => {
  const desk = chat.as(actor({ tenant, id: agent.id, kind: 'staff', can: roles.agent, name: agent.name }))
  const { rows } = await desk.inbox({ view: 'mine', limit: 10 })
  console.log(heading(`The inbox of ${agent.name}`))
  console.log(inboxPage(rows, (id) => names.get(id) ?? id))
  console.log(heading(`The indicator of ${agent.name}`))
  console.log(indicatorLine(await desk.indicator()))

  const pages = await Promise.all(
    rows.map(async (row) => ({
      row,
      messages: messagesOf((await desk.timeline(row.id, { limit: 8 })).items),
    })),
  )
  // A page with notes and public messages shows best what a customer doesn't see.
  const shown = pages.find(({ messages }) => publicOf(messages) > 1 && publicOf(messages) < messages.length)
  const { row, messages } = shown ?? pages[0] ?? {}
  if (row === undefined || messages === undefined) return
  console.log(heading(`"${row.subject ?? row.id}" as ${agent.name} sees it`))
  console.log(timelinePage(messages))
  if (row.customer === null || publicOf(messages) === 0) return
  const customer = chat.as(actor({ tenant, id: row.customer, kind: 'customer', can: roles.customer }))
  const page = await customer.timeline(row.id, { limit: publicOf(messages) })
  console.log(heading(`The same page as ${names.get(row.customer) ?? row.customer} sees it`))
  console.log(timelinePage(messagesOf(page.items)))
}

const messagesOf = (
  items: ReadonlyArray<(Message & { readonly type: 'message' }) | { readonly type: 'event' }>,
): ReadonlyArray<Message> => items.filter((item) => item.type === 'message')

const publicOf = (messages: ReadonlyArray<Message>): number =>
  messages.filter(({ visibility }) => visibility === 'public').length
