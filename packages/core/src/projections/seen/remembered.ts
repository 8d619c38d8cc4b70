import type { Viewer } from './Viewer.ts'

/**
 * What of a viewer a statement's text may depend on: of queues and records, only whether there are any, and never ids. A
 * condition that depends on more must be added here.
 */
const kindOf = (viewer: Viewer): string =>
  [
    viewer.side,
    viewer.viewAll,
    viewer.fromCustomers,
    viewer.customerHistory,
    viewer.team,
    viewer.scope,
    viewer.queues.length > 0,
    viewer.records.length > 0,
  ].join()

/**
 * Caches the text of a storage's statement for each kind of viewer. The text may depend only on what `kindOf` names;
 * ids, queues and records are bound as parameters.
 */
export const remembered = (build: (viewer: Viewer) => string): ((viewer: Viewer) => string) => {
  const made = new Map<string, string>()
  return (viewer) => {
    const kind = kindOf(viewer)
    const known = made.get(kind)
    if (known !== undefined) return known
    const sql = build(viewer)
    made.set(kind, sql)
    return sql
  }
}
