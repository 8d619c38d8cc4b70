import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const schema = `
generator client {
  provider            = "prisma-client"
  output              = "./client"
  importFileExtension = "ts"
}

datasource db {
  provider = "postgresql"
}

model HostOrder {
  id String @id

  @@map("host_order")
}
`

/** The model above as a test uses it. The client is made while the tests run, so its own types can't be imported. */
export type PrismaInside = {
  readonly $queryRawUnsafe: <A = unknown>(text: string, ...values: ReadonlyArray<unknown>) => PromiseLike<A>
  readonly hostOrder: {
    readonly create: (row: { readonly data: { readonly id: string } }) => PromiseLike<unknown>
  }
}

export type PrismaClient = {
  readonly $transaction: <A>(work: (tx: PrismaInside) => Promise<A>) => Promise<A>
  readonly $disconnect: () => Promise<void>
}

type Generated = { readonly PrismaClient: new (options: { readonly adapter: unknown }) => PrismaClient }

export type PrismaFolder = {
  /** Holds `schema.prisma`, the generated `client`, and a link to the packages that it imports. */
  readonly path: string
  readonly client: () => Promise<Generated>
  readonly remove: () => Promise<void>
}

const run = promisify(execFile)

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url))

const generate = async (folder: string): Promise<void> => {
  const manifest = createRequire(import.meta.url).resolve('prisma/package.json')
  await run(process.execPath, [join(dirname(manifest), 'build', 'index.js'), 'generate'], {
    cwd: folder,
    env: {
      ...process.env,
      // Any file will do: it is named so that no engine is fetched, and generating runs none.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  })
}

/** A client as Prisma generates it, in a folder of the system's for temporary ones. */
export const generatedPrisma = async (): Promise<PrismaFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'colloquy-prisma-'))
  const remove = () => rm(path, { recursive: true, force: true })
  try {
    await symlink(packages, join(path, 'node_modules'), 'junction')
    await writeFile(join(path, 'package.json'), '{ "type": "module" }')
    await writeFile(join(path, 'schema.prisma'), schema)
    await generate(path)
  } catch (error) {
    await remove()
    throw error
  }
  return { path, client: () => import(pathToFileURL(join(path, 'client', 'client.ts')).href), remove }
}
