import { isLinkTo } from './access.ts'
import type { Filter } from './Query.ts'
import { isUnread } from './unread.ts'
import type { Sight } from './visibility.ts'

/** True for what was not given. */
const holds = <A>(given: A | undefined, test: (value: A) => boolean): boolean =>
  given === undefined || test(given)

/** Whether everything that a filter asks for holds. */
export const passes = (filter: Filter, { row, seat, links }: Sight): boolean =>
  holds(filter.status, (status) => row.status === status) &&
  holds(filter.type, (type) => row.type === type) &&
  holds(filter.assignee, (assignee) => row.assignee === assignee) &&
  holds(filter.queue, (queue) => row.queue === queue) &&
  holds(filter.label, (label) => row.labels.includes(label)) &&
  holds(filter.record, (record) => links.some((link) => isLinkTo(link, record))) &&
  holds(filter.customer, (customer) => row.customer === customer) &&
  holds(filter.channel, (channel) => row.channel === channel) &&
  holds(filter.unread, (unread) => isUnread(row, seat) === unread) &&
  holds(filter.unanswered, (unanswered) => (row.waitingAt !== null) === unanswered) &&
  holds(filter.attributes, (attributes) =>
    Object.entries(attributes).every(
      ([key, value]) => Object.hasOwn(row.attributes, key) && row.attributes[key] === value,
    ),
  )
