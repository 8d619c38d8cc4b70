import { rowTables, tableName } from '@colloquy/core/storage'

const tables = ['colloquy_event', ...rowTables.map(tableName)]

/** The first stream of each table by its index, and of these the first: by index seeks, without a scan. */
const firstOf = (where: string): string => `select tenant, conversation from (
${tables
  .map(
    (table) =>
      `select * from (select tenant, conversation from ${table} ${where} order by tenant, conversation limit 1)`,
  )
  .join(' union all\n')})
order by tenant, conversation limit 1`

/** The first stream, and the next one. */
export const firstStream = firstOf('')
export const streamAfter = firstOf('where (tenant, conversation) > (+@tenant, +@conversation)')
