import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { newDatabase } from '@colloquy/test-support/databases'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { Fence } from './fences.ts'
import { docstringExamples, documentFences, pages, root } from './fences.ts'
import { type Program, programs, promisesOf } from './programs.ts'
import { run, type Said } from './running.ts'

const folder = join(root, 'docs', 'examples')
const all = [...documentFences(), ...docstringExamples()]
const title = ({ file, line }: Fence): string => `${file}:${line}`

/** A program that names `DATABASE_URL` finds an empty database there. */
const ran = async (program: Program): Promise<ReadonlyArray<Said>> => {
  const path = join(folder, program.name)
  if (!program.code.includes('DATABASE_URL')) return run(path, null)
  const database = await newDatabase(inject('postgresUrl'))
  try {
    return await run(path, database.url)
  } finally {
    await database.drop()
  }
}

/** What Prisma makes of a schema, where the program that shows it looks. */
const generatePrisma = async (schema: string): Promise<void> => {
  writeFileSync(join(folder, 'schema.prisma'), schema)
  const manifest = createRequire(import.meta.url).resolve('prisma/package.json')
  await promisify(execFile)(process.execPath, [join(dirname(manifest), 'build', 'index.js'), 'generate'], {
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

/** A comment says what is printed, and after a colon why. */
const keeps = (comment: string, text: string | undefined): boolean =>
  text !== undefined && (comment === text || comment.startsWith(`${text}: `))

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { name, code } of programs()) writeFileSync(join(folder, name), code)
  for (const { code } of all.filter(({ language }) => language === 'prisma')) await generatePrisma(code)
})

describe('every page is a program', () => {
  it('that type-checks, as the examples of docstrings do', async () => {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const checked = await promisify(execFile)(process.execPath, [
      tsc,
      '--noEmit',
      '-p',
      join(root, 'docs'),
    ]).catch((error: { readonly stdout: string }) => error)
    expect(checked.stdout).toBe('')
  })

  it.for(['README.md', 'docs/tutorial/first-conversation.md'])('that is JavaScript as well: %s', (name) => {
    const code = programs().find((program) => program.title === name)?.code ?? ''
    expect(stripTypeScriptTypes(code)).toBe(code)
    expect(code).toContain('openConversations(')
  })

  it.concurrent.for(
    programs()
      .filter(({ runs }) => runs)
      .map((program) => [program.title, program] as const),
  )('that runs, and prints what it says: %s', async ([, program], { expect: expectHere }) => {
    const said = await ran(program)
    const broken = promisesOf(program).flatMap(({ line, comment }) => {
      const first = said.find((one) => one.line === line)?.text
      return keeps(comment, first) ? [] : [{ line, comment, printed: first ?? 'nothing' }]
    })
    expectHere(broken).toEqual([])
  })
})

describe('every other fence', () => {
  const known = ['ts', 'sh', 'json', 'sql', 'prisma', 'text', 'mermaid']

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
      .filter(([, script = '']) => !['init', 'install', 'i'].includes(script))
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
  it('lead to files and headings that are there', () => {
    expect(pages().length).toBeGreaterThan(40)
    expect(brokenLinks()).toEqual([])
  })

  it('lead from the README to every page but single decisions', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const own = pages().filter((page) => page.startsWith('docs/') && !/\/decisions\/\d/.test(page))
    expect(own.length).toBeGreaterThan(20)
    expect(own.filter((page) => !readme.includes(`](${page})`))).toEqual([])
  })
})

const brokenLinks = (): ReadonlyArray<string> =>
  pages().flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const targets = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)]*))?\)/g)]
    return targets
      .filter(
        ([, to = '', heading]) => !leads(to === '' ? join(root, file) : join(root, file, '..', to), heading),
      )
      .map(([link]) => `${file}: ${link}`)
  })

const leads = (path: string, heading: string | undefined): boolean => {
  if (!existsSync(path)) return false
  return heading === undefined || headingsOf(path).includes(heading)
}

/** As they are named in links. */
const headingsOf = (path: string): ReadonlyArray<string> =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
