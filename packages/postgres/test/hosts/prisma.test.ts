import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generatedPrisma, type PrismaFolder } from '../support/hosts/prismaClient.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const host = `
import { PrismaPg } from '@prisma/adapter-pg'
import { fromPrisma } from ${JSON.stringify(here('../../src/hosts/fromPrisma.ts'))}
import { PrismaClient } from './client/client.ts'

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: '' }) })
export const inside = prisma.$transaction((tx) => fromPrisma(tx).query('select 1', []))
export const extended = prisma.$extends({}).$transaction((tx) => fromPrisma(tx).query('select 1', []))
// @ts-expect-error The client is typed: there is no such model.
prisma.hostInvoice
// @ts-expect-error The client is no transaction of pg.
prisma.$transaction((tx) => tx.query('select 1', []))
`

const settings = {
  extends: here('../../../../tsconfig.base.json'),
  compilerOptions: { rewriteRelativeImportExtensions: false, allowImportingTsExtensions: true, types: [] },
  files: ['host.ts'],
}

const typed = async (folder: string): Promise<string> => {
  const tsc = here('../../../../node_modules/typescript/bin/tsc')
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', folder])
    return 'typed'
  } catch (error) {
    return error instanceof Error && 'stdout' in error && error.stdout !== ''
      ? String(error.stdout)
      : String(error)
  }
}

let folder: PrismaFolder
beforeAll(async () => {
  folder = await generatedPrisma()
})
afterAll(() => folder?.remove())

// The client is generated while the tests run, so the check of this package's types can't see it.
test('the transaction of a generated client fits', async () => {
  await writeFile(join(folder.path, 'host.ts'), host)
  await writeFile(join(folder.path, 'tsconfig.json'), JSON.stringify(settings))
  expect(await typed(folder.path)).toBe('typed')
})
