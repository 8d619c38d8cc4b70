import type { Viewer } from '@colloquy/core/storage'

/**
 * What a viewer may see, as a test on the conversation `c` and their own seat `s` (left joined). It stands before
 * everything else in every query. Its parameters are named in `viewerValues`.
 */
export const accessTo = (viewer: Viewer): string => {
  const direct = directAccess(viewer, 'c', 's')
  if (!viewer.customerHistory || viewer.side === 'customer') return `c.status <> 'removed' and ${direct}`
  return `c.status <> 'removed' and (${direct} or ${laterAccess(viewer)})`
}

/** Access by everything but `view.customerHistory`, but for removal. */
const directAccess = (viewer: Viewer, c: string, s: string): string => {
  const granted =
    viewer.records.length === 0
      ? []
      : [
          `exists (select 1 from json_each(@records) r cross join colloquy_link l
  on l.tenant = @tenant and l.type = r.value ->> 'type' and l.record = r.value ->> 'id' and l.conversation = ${c}.conversation
  ${viewer.side === 'customer' ? 'where l.customer_visible = 1' : ''})`,
        ]
  const member = `coalesce(${s}.member, 0) = 1`
  if (viewer.side === 'customer') return `${c}.type = 'customer' and (${[member, ...granted].join(' or ')})`
  if (viewer.viewAll) return '1'
  return `(${[
    member,
    ...(viewer.fromCustomers ? [`${c}.type = 'customer'`] : []),
    ...(viewer.queues.length === 0
      ? []
      : [
          `(${c}.queue in (select value from json_each(@queues))
  and (${c}.status = 'closed' or (${c}.status = 'open' and ${c}.assignee is null)))`,
        ]),
    `(${c}.status = 'closed' and coalesce(${s}.was_assigned, 0) = 1)`,
    ...granted,
  ].join(' or ')})`
}

const later = (
  viewer: Viewer,
  customer: string,
  created: string,
): string => `select 1 from colloquy_conversation o
  left join colloquy_seat os on os.tenant = o.tenant and os.conversation = o.conversation
    and os.side = @side and os.actor = @actor
  where o.tenant = @tenant and o.customer = ${customer} and o.created_at > ${created} and o.status = 'open'
  and ${directAccess(viewer, 'o', 'os')}`

/** They see an open, later conversation of the same customer. */
const laterAccess = (viewer: Viewer): string =>
  `(c.customer is not null and exists (${later(viewer, 'c.customer', 'c.created_at')}))`

/** One row where a viewer sees an open conversation of a customer that was created later. */
export const laterOpen = (viewer: Viewer): string => `${later(viewer, '@customer', '@created')} limit 1`

export type Values = { readonly [name: string]: string | number | null }

/** The parameters of `accessTo`, and of every query. */
export const viewerValues = (viewer: Viewer): Values => ({
  tenant: viewer.tenant,
  side: viewer.who.side,
  actor: viewer.who.id,
  queues: JSON.stringify(viewer.queues),
  records: JSON.stringify(viewer.records),
})

/** The viewer's own seat in the conversation `c`. */
export const ownSeat = `left join colloquy_seat s on s.tenant = c.tenant and s.conversation = c.conversation
  and s.side = @side and s.actor = @actor`
