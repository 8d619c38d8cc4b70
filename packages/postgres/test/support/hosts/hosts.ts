import { drizzleHost, drizzlePostgresJsHost } from './drizzleHost.ts'
import type { Host } from './Host.ts'
import { knexHost } from './knexHost.ts'
import { kyselyHost } from './kyselyHost.ts'
import { pgHost } from './pgHost.ts'
import { prismaHost } from './prismaHost.ts'

export const hosts: ReadonlyArray<Host> = [
  pgHost,
  drizzleHost,
  drizzlePostgresJsHost,
  kyselyHost,
  knexHost,
  prismaHost,
]
