import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, promisify } from 'node:util'
import { newDatabase } from '@colloquy/test-support/databases'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Fence } from './fences.ts'
import { docstringExamples, documentFences, root } from './fences.ts'
import { prelude } from './prelude.ts'
import { declared, openShop } from './shop.ts'

const folder = join(root, 'docs', 'examples')
const all = [...documentFences(), ...docstringExamples()]
const scripts: ReadonlyArray<Fence> = all.filter(({ language }) => language === 'ts')

const nameOf = ({ file, line }: Fence): string => `${file.replaceAll(/[^a-z0-9]/gi, '_')}_${line}.ts`
const title = ({ file, line }: Fence): string => `${file}:${line}`

const isOfShop = ({ notes }: Fence): boolean => notes.includes('shop')

// Of what an example does not import, the usual things of a chat are there; see `prelude.ts` and `shop.ts`.
const module = (fence: Fence): string => `${isOfShop(fence) ? declared : ''}${fence.code}\nexport {}\n`

/** Examples on Postgres find an empty database at `DATABASE_URL`. */
const withDatabase = async (fence: Fence, run: () => Promise<unknown>): Promise<void> => {
  if (!isOfShop(fence) && !fence.code.includes('DATABASE_URL')) return void (await run())
  const database = await newDatabase(inject('postgresUrl'))
  process.env['DATABASE_URL'] = database.url
  const opened = isOfShop(fence) ? await openShop(database.url) : null
  Object.assign(globalThis, opened?.shop)
  try {
    await run()
  } finally {
    await opened?.close()
    await database.drop()
  }
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const fence of scripts) writeFileSync(join(folder, nameOf(fence)), module(fence))
})

const home = process.cwd()
afterAll(() => process.chdir(home))

describe('every example', () => {
  it('type-checks', async () => {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const checked = await promisify(execFile)(process.execPath, [
      tsc,
      '--noEmit',
      '-p',
      join(root, 'docs'),
    ]).catch((error: { readonly stdout: string }) => error)
    expect(checked.stdout).toBe('')
  })

  it.for(
    scripts.filter(({ notes }) => !notes.includes('check')).map((fence) => [title(fence), fence] as const),
  )('runs: %s', async ([, fence]) => {
    Object.assign(globalThis, await prelude())
    const said: Array<string> = []
    const log = vi.spyOn(console, 'log').mockImplementation((...args: ReadonlyArray<unknown>) => {
      said.push(format(...args))
    })
    try {
      await withDatabase(fence, () => import(/* @vite-ignore */ join(folder, nameOf(fence))))
    } finally {
      log.mockRestore()
      process.chdir(home)
    }
    // `console.log(x) // 3: because` promises that it prints 3.
    const promised = fence.code.split('\n').filter((line) => /^\s*(if .*)?console\.log\(/.test(line))
    promised.forEach((line, at) => {
      const comment = /\/\/ (.*)$/.exec(line)?.[1]
      if (comment !== undefined)
        expect(`${comment} `.startsWith(said[at] ?? '(nothing)'), `${line} printed ${said[at]}`).toBe(true)
    })
  })
})

describe('every other fence', () => {
  const known = ['ts', 'sh', 'json', 'sql', 'text', 'mermaid']

  it('says its language', () => {
    expect(all.filter(({ language }) => !known.includes(language)).map(title)).toEqual([])
  })

  it('names only scripts and examples that there are', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const names = Object.keys((manifest as { readonly scripts: object }).scripts)
    const used = all
      .filter(({ language }) => language === 'sh')
      .flatMap((fence) =>
        [...fence.code.matchAll(/npm (?:run )?(start|test|[a-z-]+)/g)].map((match) => [
          title(fence),
          match[1] ?? '',
        ]),
      )
      .filter(([, script = '']) => !['install', 'i'].includes(script))
    expect(used.filter(([, script = '']) => !names.includes(script))).toEqual([])
  })

  it.for(all.filter(({ language }) => language === 'json').map((fence) => [title(fence), fence] as const))(
    'is JSON: %s',
    ([, fence]) => {
      for (const line of fence.notes.includes('lines') ? fence.code.trim().split('\n') : [fence.code]) {
        expect(() => JSON.parse(line) as unknown).not.toThrow()
      }
    },
  )
})

describe('links', () => {
  it('lead to files that are there', () => {
    const missing = all.length === 0 ? ['no documents'] : brokenLinks()
    expect(missing).toEqual([])
  })
})

const brokenLinks = (): ReadonlyArray<string> => {
  const files = [...new Set(documentFences().map(({ file }) => file))]
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      (match) => match[1] ?? '',
    )
    return targets
      .filter((target) => !exists(join(root, file, '..', target)))
      .map((target) => `${file}: ${target}`)
  })
}

const exists = (path: string): boolean => {
  try {
    readFileSync(path)
    return true
  } catch (error) {
    return (error as { readonly code?: string }).code === 'EISDIR'
  }
}
