import Database from 'better-sqlite3'

/** Hears of every connection that is used in this process, also of those which the library opens for itself. */
export const connections = (): {
  readonly all: () => ReadonlyArray<Database.Database>
  readonly stop: () => void
} => {
  const found = new Set<Database.Database>()
  const pragma = Reflect.get(Database.prototype, 'pragma')
  Database.prototype.pragma = function watched(
    this: Database.Database,
    ...given: Parameters<Database.Database['pragma']>
  ) {
    found.add(this)
    return Reflect.apply(pragma, this, given)
  }
  return {
    all: () => Array.from(found).filter(({ open }) => open),
    stop: () => {
      Database.prototype.pragma = pragma
    },
  }
}
