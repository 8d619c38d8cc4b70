import type { Viewer } from './Viewer.ts'

/**
 * What a statement's text depends on of a viewer: what kind of reader they are, never who they are or what they hold.
 * A condition that asks more of a viewer than this has to be added here.
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
 * Builds the text of a storage's statement once for each kind of viewer. The text may depend on no more of a viewer
 * than `kindOf` names; who they are, their queues and their records are values for the database to bind.
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
