import { sqlite } from '@colloquy/sqlite'
import { join } from 'node:path'
import { type Desk, openDesk } from './desk.ts'

/** The library on a SQLite file of its own, with two members in each conversation. */
export const openOurs = (folder: string, name = 'ours.db'): Promise<Desk> =>
  openDesk(sqlite({ filename: join(folder, name) }))
