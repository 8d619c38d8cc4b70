import type { Time } from '../conversation/Ids.ts'
import type { Key, SortBy, View } from './Query.ts'
import type { Sight } from './visibility.ts'

/** What a list is sorted by, as the viewer's audience sees it: no order may tell customers of staff's doings. */
const sortValue = (by: SortBy, { viewer, row }: Sight): Time | null => {
  const staff = viewer.side === 'staff'
  switch (by) {
    case 'activity':
      return staff ? row.staffAt : row.customerAt
    case 'arrival':
      return staff ? row.arrivedAt : row.createdAt
    case 'waitingSince':
      return staff ? row.waitingAt : null
    case 'closedAt':
      return row.closedAt
  }
}

export const sortKey = (by: SortBy, sight: Sight): Key => ({
  value: sortValue(by, sight),
  id: sight.row.conversation,
})

const closedViews: ReadonlySet<View> = new Set(['fromCustomers.closed', 'allClosed', 'history', 'closed'])

/** Whether every conversation of a view has a value to sort by. */
export const alwaysSortable = (by: SortBy, view: View): boolean => {
  switch (by) {
    case 'activity':
    case 'arrival':
      return true
    case 'waitingSince':
      return view === 'fromCustomers.unanswered'
    case 'closedAt':
      return closedViews.has(view)
  }
}
