import type { Viewer } from '@colloquy/core'

/**
 * What a statement's text depends on of a viewer: what kind of reader they are, never who they are or what they hold.
 * Every condition that asks more of a viewer than this has to be added here.
 */
export const kindOf = (viewer: Viewer): string =>
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

/** Builds the text of a statement once for each kind of viewer. */
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
