import { block, bold, column, dim, oneLine, width, yellow } from './terminal.ts'

/** What is shown of a row of an inbox. */
export type Row = {
  readonly id: string
  readonly subject: string | null
  readonly status: string
  readonly customer: string | null
  readonly lastActivityAt: string
  readonly preview: string | null
  readonly unread: number
  readonly isUnread: boolean
  readonly unanswered?: boolean
}

/** What is shown of a message; a customer's has no visibility. */
export type Message = {
  readonly author: { readonly id: string; readonly kind: string; readonly name: string | null }
  readonly body: string | null
  readonly at: string
  readonly visibility?: string
}

export type Indicator = {
  readonly conversations: number
  readonly withNewMessages: number
  readonly messages: number
}

const day = (time: string) => time.slice(0, 10)
const minute = (time: string) => time.slice(0, 16).replace('T', ' ')

export const heading = (text: string): string => `\n${bold(text)}\n`

/** A page of an inbox: two lines for each conversation. */
export const inboxPage = (rows: ReadonlyArray<Row>, nameOf: (id: string) => string): string =>
  rows
    .map((row) => {
      const unread = row.unread > 0 ? yellow(column(`${row.unread} new`, 7)) : column('', 7)
      const status = row.unanswered === true ? 'waiting' : row.status
      const customer = row.customer === null ? '' : nameOf(row.customer)
      const first = `${unread} ${column(customer, 20)} ${column(status, 8)} ${bold(oneLine(row.subject ?? '', width - 38))}`
      return `${first}\n        ${dim(column(day(row.lastActivityAt), 20))} ${dim(oneLine(row.preview ?? '', width - 29))}`
    })
    .join('\n')

export const indicatorLine = ({ conversations, withNewMessages, messages }: Indicator): string =>
  `${count(conversations, 'unread conversation')}, ${withNewMessages} of them with new messages; ${count(messages, 'new message')}`

/** So many of something, in words. */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

/** A page of a timeline, notes marked. */
export const timelinePage = (messages: ReadonlyArray<Message>): string =>
  messages
    .map((message) => {
      const note = message.visibility === 'internal'
      const author = message.author.name ?? message.author.id
      const mark = note ? yellow(' internal note') : ''
      const body = block(message.body ?? '(removed)', note ? '      | ' : '      ')
      return `  ${bold(oneLine(author, 40))} ${dim(minute(message.at))}${mark}\n${note ? yellow(body) : body}`
    })
    .join('\n')
