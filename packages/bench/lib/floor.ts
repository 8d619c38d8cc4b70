import type { Contender } from './measure.ts'
import type { Handle } from './openDatabase.ts'

/** With the other columns and the row's own header an event of 300 bytes. */
export const facts = JSON.stringify({ body: 'x'.repeat(190) })

/** The floor: one prepared INSERT of one event in its own durable transaction, one connection, nothing else. */
export const floor = (database: Handle): Contender => {
  database.exec(`CREATE TABLE event (
    n INTEGER PRIMARY KEY, tenant TEXT NOT NULL, conversation TEXT NOT NULL, version INTEGER NOT NULL,
    type TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, facts TEXT NOT NULL
  ) STRICT`)
  const insert = database.prepare('INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)')
  let n = 0
  return {
    name: 'floor',
    round: (milliseconds) => {
      const start = performance.now()
      const before = n
      while (performance.now() - start < milliseconds) {
        n += 1
        insert.run(
          'acme',
          `conversation-${n % 1000}`,
          n,
          'message-posted',
          1_760_000_000_000 + n,
          'anna',
          facts,
        )
      }
      return ((n - before) / (performance.now() - start)) * 1000
    },
  }
}
