import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { indicatorLine } from '../report.ts'
import { readStar } from '../star.ts'
import { toImport } from '../toImport.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../index.ts', import.meta.url))
const shipped = fileURLToPath(new URL('../conversations.jsonl', import.meta.url))
const sample = fileURLToPath(new URL('../../../../shared/data/star/sample.jsonl', import.meta.url))

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-quickstart-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Run = { readonly code: number; readonly out: string; readonly err: string }

const quickstart = (...args: ReadonlyArray<string>): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=@colloquy/source', program, ...args],
      { cwd: folder, encoding: 'utf8' },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })

const database = (name: string) => ['--database', join(folder, `${name}.db`)]
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
/** What is shown is looked at in several tests: once imported for all. */
let showing: Promise<Run> | null = null
const shown = (): Promise<Run> => (showing ??= quickstart(...database('shown')))

const figures = ({ out }: Run): unknown => JSON.parse(out)
const lines = () => readFileSync(shipped, 'utf8').trimEnd().split('\n')

describe('the quickstart', () => {
  it('imports what it comes with, and a second run adds nothing', async () => {
    const first = await quickstart('--json', ...database('shipped'))
    expect(first).toMatchObject({ code: 0, err: '' })
    const counts = { conversations: 28, messages: 197, public: 152, internal: 45, failed: 0 }
    expect(figures(first)).toEqual({ ...counts, added: 197, seconds: expect.any(Number) })
    const second = await quickstart('--json', ...database('shipped'))
    expect(second).toMatchObject({ code: 0, err: '' })
    expect(figures(second)).toEqual({ ...counts, added: 0, seconds: expect.any(Number) })
  })

  it('comes with conversations of every kind', () => {
    const conversations = lines().map((line) => {
      const star = readStar(JSON.parse(line))
      if ('problem' in star) throw new Error(star.problem)
      return toImport(star)
    })
    const has = (test: (conversation: (typeof conversations)[number]) => boolean) =>
      conversations.filter(test).length
    expect(new Set(conversations.map(({ owner }) => owner)).size).toBeGreaterThanOrEqual(4)
    expect(
      has(({ messages }) => messages.some(({ visibility }) => visibility === 'internal')),
    ).toBeGreaterThan(15)
    expect(
      has(({ events }) => events?.some(({ type }) => type === 'reopened') ?? false),
    ).toBeGreaterThanOrEqual(4)
    expect(
      has(({ events }) => events?.some(({ type }) => type === 'assigned') ?? false),
    ).toBeGreaterThanOrEqual(2)
    expect(has(({ closedAt }) => closedAt === undefined)).toBeGreaterThanOrEqual(5)
    expect(has(({ contexts }) => contexts?.some(({ type }) => type === 'order') ?? false)).toBeGreaterThan(15)
    expect(has(({ messages }) => messages.length > 20)).toBeGreaterThanOrEqual(1)
    expect(
      has(({ messages }) => messages.every(({ author }) => author.kind === 'customer')),
    ).toBeGreaterThanOrEqual(1)
  })

  it('shows an inbox, an indicator, and a page without its notes to the customer', async () => {
    const { code, out } = await shown()
    expect(code).toBe(0)
    expect(out).toContain('The inbox of Priya Nair')
    expect(out).toMatch(/\d+ unread conversations/)
    const [, agent = '', customer = ''] = out.split(/sees it\n/)
    expect(agent).toContain('internal note')
    expect(customer).not.toContain('internal note')
    const notes = [...agent.matchAll(/^ {6}\| (.+)$/gm)].map(([, note]) => note ?? '')
    expect(notes.length).toBeGreaterThan(0)
    for (const note of notes) expect(customer).not.toContain(note)
    expect(out).toMatch(/28 conversations, 197 messages \(152 public, 45 internal\), all new, in \d/)
  })

  it('names malformed lines, imports the others and ends with 1', async () => {
    const [first = '', second = '', third = ''] = lines()
    const content = [first, 'not JSON', second, '{"id":"x","subject":7}', '[]', third, '', '{"id":'].join(
      '\n',
    )
    const run = await quickstart(file('broken.jsonl', content), '--json', ...database('broken'))
    expect(run.code).toBe(1)
    expect(figures(run)).toMatchObject({ conversations: 3, failed: 4 })
    for (const number of [2, 4, 5, 8]) expect(run.err).toContain(`broken.jsonl: line ${number}:`)
    expect(run.err).not.toContain('line 7')
  })

  it('names a line that the library refuses', async () => {
    const [first = '', second = ''] = lines()
    const refused = second.replace(/"text":"[^"]*"/, `"text":"${'x'.repeat(70_000)}"`)
    const run = await quickstart(
      file('refused.jsonl', [first, refused].join('\n')),
      '--json',
      ...database('refused'),
    )
    expect(run.code).toBe(1)
    expect(figures(run)).toMatchObject({ conversations: 1, failed: 1 })
    expect(run.err).toContain('line 2:')
    expect(run.err).not.toContain('xxxx')
  })

  it('reads packed files', async () => {
    const packed = file('packed.jsonl.gz', gzipSync(readFileSync(shipped)))
    const run = await quickstart(packed, '--json', ...database('packed'))
    expect(run.code).toBe(0)
    expect(figures(run)).toMatchObject({ conversations: 28, added: 197 })
  })

  it('says what is wrong with its arguments, and ends with 2', async () => {
    const missing = await quickstart('nowhere.jsonl')
    expect(missing).toMatchObject({ code: 2, out: '' })
    expect(missing.err).toContain('nowhere.jsonl')
    const others = await Promise.all(
      [['--nonsense'], [shipped, shipped], ['--help']].map((given) => quickstart(...given)),
    )
    expect(others.map(({ code }) => code)).toEqual([2, 2, 0])
  })

  it('imports what there is of a file that ends too early, says so, and ends with 1', async () => {
    const packed = gzipSync(readFileSync(shipped))
    const half = file('half.jsonl.gz', packed.subarray(0, packed.length / 2))
    const run = await quickstart(half, '--json', ...database('half'))
    expect(run.code).toBe(1)
    const { conversations, added } = figures(run) as {
      readonly conversations: number
      readonly added: number
    }
    expect(conversations).toBeGreaterThan(5)
    expect(added).toBeGreaterThan(conversations)
    expect(run.err).toContain('half.jsonl.gz: it ends too early, and the rest is missing\n')
    expect((await quickstart(half, ...database('half'))).out).toContain(
      'The file could not be read to its end: see above\n',
    )
  })

  it.each([
    ['nothing.jsonl.gz', gzipSync(readFileSync(shipped)).subarray(0, 12), 'it ends too early'],
    ['plain.jsonl.gz', 'not packed', 'it is damaged, or not packed by gzip'],
  ])('ends with 2 where nothing of a file can be read: %s', async (name, content, why) => {
    const run = await quickstart(file(name, content), '--json', ...database(name))
    expect(run.code).toBe(2)
    expect(run.err).toContain(`${name}: ${why}`)
  })

  it('ends with 2 where it is given a folder', async () => {
    const run = await quickstart(folder, '--json', ...database('folder'))
    expect(run.code).toBe(2)
    expect(run.err).toContain(`${folder}: it is a folder`)
  })

  it('keeps to 80 columns where nobody says how wide the screen is, between words', async () => {
    const { out } = await shown()
    const views = out.slice(0, out.indexOf('What was imported')).split('\n')
    expect(views.filter((line) => line.length > 80)).toEqual([])
    const spoken = lines()
      .flatMap((line) => (JSON.parse(line) as { messages: ReadonlyArray<{ text: string }> }).messages)
      .flatMap(({ text }) => text.split(/\s+/))
    const page = out.slice(out.indexOf('The same page as'), out.indexOf('What was imported'))
    const said = [...page.matchAll(/^ {6}(.+)$/gm)].flatMap(([, line = '']) => line.split(' '))
    expect(said.length).toBeGreaterThan(20)
    expect(said.filter((word) => !spoken.includes(word))).toEqual([])
  })

  it('says what to do next', async () => {
    const { out } = await shown()
    expect(out).toContain('docs/tutorial/first-conversation.md')
    expect(out).not.toMatch(/\b1 (unread conversations|new messages|conversations|messages)/)
  })

  it('counts one as one', () => {
    expect(indicatorLine({ conversations: 1, withNewMessages: 1, messages: 1 })).toBe(
      '1 unread conversation, 1 of them with new messages; 1 new message',
    )
    expect(indicatorLine({ conversations: 0, withNewMessages: 0, messages: 2 })).toBe(
      '0 unread conversations, 0 of them with new messages; 2 new messages',
    )
  })

  it.skipIf(!existsSync(sample))('imports real conversations', async () => {
    const run = await quickstart(sample, '--json', ...database('sample'))
    expect(run).toMatchObject({ code: 0, err: '' })
    const expected = readFileSync(sample, 'utf8').trimEnd().split('\n')
    const counts = figures(run)
    expect(counts).toMatchObject({ conversations: expected.length, failed: 0 })
    const texts = expected.join().match(/"from":"/g) ?? []
    expect(counts).toMatchObject({ messages: texts.length, added: texts.length })
  })
})
