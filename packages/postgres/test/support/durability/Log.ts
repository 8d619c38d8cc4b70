import type { Log, Stored } from '../../../../colloquy/test/support/durability/examine.ts'
import { examine } from '../../../../colloquy/test/support/durability/examine.ts'
import { plainly, rowsOf } from './asking.ts'

type Head = readonly [tenant: string, head: number]
type Header = readonly [tenant: string, conversation: string, version: number]
type Receipt = readonly [command: string, count: number]

// Numbers that may be large come as text otherwise.
const events = `select n::float8 as n, tenant, position::float8 as position, conversation, reader, version, type, command,
  facts::text as facts from colloquy.colloquy_event order by tenant, position, n`

/** Reads the log as one snapshot of it is, and fails unless positions are contiguous and versions gapless. */
export const readLog = (url: string): Promise<Log> =>
  plainly(url, async (client) => {
    await client.query('begin isolation level repeatable read, read only')
    return examine({
      events: (await client.query<Stored>(events)).rows,
      tenants: await rowsOf<Head>(client, 'select tenant, head::float8 from colloquy.colloquy_tenant'),
      headers: await rowsOf<Header>(
        client,
        'select tenant, conversation, version from colloquy.colloquy_conversation',
      ),
      receipts: await rowsOf<Receipt>(
        client,
        'select command, count(*)::float8 from colloquy.colloquy_ledger group by command',
      ),
    })
  })
