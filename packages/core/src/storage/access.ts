import type { Viewer } from '../projections/seen/Viewer.ts'
import type { Dialect, Parameters } from './Dialect.ts'
import { existsIn } from './Dialect.ts'

/** The parameters of `accessTo`, and of every query. */
export const viewerValues = (viewer: Viewer): Parameters => ({
  tenant: viewer.tenant,
  side: viewer.who.side,
  actor: viewer.who.id,
  queues: JSON.stringify(viewer.queues),
  records: JSON.stringify(viewer.records),
})

/** The access conditions, in SQL of a dialect. */
export const accessIn = (dialect: Dialect) => {
  const { always, yes, has, served } = dialect
  const exists = existsIn(dialect)

  /** Access by every rule except `view.customerHistory`; removal is not checked. */
  const directAccess = (viewer: Viewer, c: string, s: string): string => {
    const granted =
      viewer.records.length === 0
        ? []
        : [
            exists(`select 1 from ${dialect.granted(`${c}.conversation`)}
  ${viewer.side === 'customer' ? `where ${yes('l.customer_visible')}` : ''}`),
          ]
    const member = has(`${s}.member`)
    if (viewer.side === 'customer') return `${c}.type = 'customer' and (${[member, ...granted].join(' or ')})`
    if (viewer.viewAll) return always
    return `(${[
      member,
      ...(viewer.fromCustomers ? [`${c}.type = 'customer'`] : []),
      ...(viewer.queues.length === 0
        ? []
        : [
            `(${served(`${c}.queue`)}
  and (${c}.status = 'closed' or (${c}.status = 'open' and ${c}.assignee is null)))`,
          ]),
      `(${c}.status = 'closed' and ${has(`${s}.was_assigned`)})`,
      ...granted,
    ].join(' or ')})`
  }

  /** From: open conversations of a customer that were created later, and that the viewer sees directly. */
  const laterFrom = (viewer: Viewer, customer: string, created: string): string =>
    dialect.later(customer, created, directAccess(viewer, 'o', 'os'))

  /** The access condition, first in every query. Its parameters are named in `viewerValues`. */
  const accessTo = (viewer: Viewer): string => {
    const direct = directAccess(viewer, 'c', 's')
    if (!viewer.customerHistory || viewer.side === 'customer') return `c.status <> 'removed' and ${direct}`
    const later = exists(`select 1 from ${laterFrom(viewer, 'c.customer', 'c.created_at')}`)
    return `c.status <> 'removed' and (${direct} or (c.customer is not null and ${later}))`
  }

  return { accessTo, laterFrom }
}
