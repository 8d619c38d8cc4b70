import { postgres } from '@colloquy/postgres'
import { openConversations } from 'colloquy'

/** Where the conversations are: a database, and a schema in it. */
export type Place = { readonly connectionString: string; readonly schema: string }

/** Whose data all of this is. */
export const tenant = 'postgres-cluster'

/** Opens it, as each of the processes does; `newId` may say whose ids they are. */
export const open = (place: Place, newId?: () => string) =>
  openConversations({
    storage: postgres({ ...place, connections: 4 }),
    policies: 'helpdesk',
    ...(newId === undefined ? {} : { newId }),
  })

export type Opened = Awaited<ReturnType<typeof open>>

/** A process is told its place as two arguments. */
export const argumentsOf = ({ connectionString, schema }: Place): ReadonlyArray<string> => [
  connectionString,
  schema,
]
