import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { oldestNode } from '@colloquy/core/node'
import { describe, expect, it } from 'vitest'
import { root } from './fences.ts'

type Manifest = {
  readonly name: string
  readonly private?: boolean
  readonly publishConfig: { readonly exports: Record<string, unknown> }
  readonly engines?: { readonly node: string }
  readonly homepage?: string
  readonly bugs?: string
  readonly repository?: object
  readonly keywords?: ReadonlyArray<string>
  readonly config?: { readonly oldestTypeScript: string }
}
const manifest = (path: string): Manifest => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest
const found = (...patterns: ReadonlyArray<string>): ReadonlyArray<string> =>
  globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**', 'docs/examples/**'] }).toSorted()

/** What the packages run on: their code says it. What the tasks of this repository run on: its manifest says it. */
const library = oldestNode
const repository = manifest('package.json').engines?.node.replace('>=', '') ?? '?'

const published = found('packages/*/package.json')
  .map(manifest)
  .filter((said) => said.private !== true)
const folderOf = (name: string): string => `packages/${name.replace('@colloquy/', '')}`
/** The core itself runs in browsers, too, and has nothing native: what stands on it asks. */
const ofCore = ['', '/storage', '/engine', '/decoding', '/memory'].map((door) => `@colloquy/core${door}`)
const entries = published.flatMap(({ name, publishConfig }) =>
  Object.keys(publishConfig.exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => `${name}${entry.slice(1)}`)
    .filter((entry) => !ofCore.includes(entry)),
)

describe('one pair of versions of Node', () => {
  it('stands in the engines of every package', () => {
    const wrong = found('**/package.json').filter((path) => {
      const { name, engines } = manifest(path)
      if (published.some((said) => said.name === name)) return engines?.node !== `>=${library}`
      return engines !== undefined && engines.node !== `>=${repository}`
    })
    expect(wrong).toEqual([])
  })

  const versionsIn = (path: string): ReadonlyArray<string> => {
    const text = readFileSync(join(root, path), 'utf8')
    return [...text.matchAll(/Node(?:\.js)?\s+\(?(\d+(?:\.\d+)?)(?:\s+or\s+later|\+)/g)].map(
      ([, version = '']) => version,
    )
  }

  it.for([
    ['README.md', [library, repository]],
    ['CONTRIBUTING.md', [repository]],
    ['.ci/run', [repository]],
    ['packages/tooling/run.mjs', [repository]],
    ['docs/tutorial/first-conversation.md', [library]],
    ...published.map(({ name }) => [`${folderOf(name)}/README.md`, [library]] as const),
  ] as ReadonlyArray<readonly [string, ReadonlyArray<string>]>)('is what %s says', ([path, versions]) => {
    expect([...new Set(versionsIn(path))]).toEqual(versions)
  })

  it('is all that any page says', () => {
    const others = found('**/*.md').flatMap((path) => versionsIn(path).map((version) => [path, version]))
    expect(others.filter(([, version = '']) => version !== library && version !== repository)).toEqual([])
  })
})

describe('what a package says of itself', () => {
  const home = manifest('package.json').homepage?.replace('#readme', '')

  it.for(published)('$name: where it lives, and what it is about', ({ name, ...said }) => {
    const directory = folderOf(name)
    expect(said.repository).toEqual({ type: 'git', url: `git+${home}.git`, directory })
    expect(said.homepage).toBe(`${home}/tree/main/${directory}#readme`)
    expect(said.bugs).toBe(`${home}/issues`)
    expect(said.keywords?.length).toBeGreaterThan(5)
  })

  it('is released together with the others, and with no package that has no version', () => {
    const { fixed } = JSON.parse(readFileSync(join(root, '.changeset', 'config.json'), 'utf8')) as {
      readonly fixed: ReadonlyArray<ReadonlyArray<string>>
    }
    expect(fixed.map((group) => group.toSorted())).toEqual([published.map(({ name }) => name).toSorted()])
  })

  it('the README names the oldest TypeScript that the packages are checked with', () => {
    const said = /TypeScript (\d+\.\d+)\s+or\s+later/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1]
    expect(said).toBe(manifest('package.json').config?.oldestTypeScript)
  })
})

/** Runs Node where it says that it is another one, and tells of each native part that is loaded. */
const nodeAs = (version: string, args: ReadonlyArray<string>) => {
  const pretending = `
    const told = { ...process.versions, node: '${version}' }
    Object.defineProperty(process, 'versions', { value: told })
    const load = process.dlopen
    process.dlopen = (...args) => {
      console.log('native')
      return load.apply(process, args)
    }`
  const preload = `--import=data:text/javascript,${encodeURIComponent(pretending)}`
  return new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>(
    (resolve) => {
      const child = execFile(
        process.execPath,
        [preload, ...args],
        { cwd: join(root, 'docs') },
        (_, out, err) => resolve({ code: child.exitCode, out, err }),
      )
    },
  )
}

const importOn = (version: string, entry: string) =>
  nodeAs(version, [
    '--conditions=@colloquy/source',
    '--input-type=module',
    '--eval',
    `await import('${entry}')`,
  ])

describe('a Node that is too old', () => {
  const [major = 0, minor = 0] = library.split('.').map(Number)
  const almost = `${major}.${minor - 1}.9`
  const older = [`${major - 1}.${minor + 5}.0`, `${major - 2}.20.2`]

  it.concurrent.for([
    ...entries.map((entry) => [entry, almost] as const),
    ...older.map((version) => ['@colloquy/sqlite', version] as const),
  ])('is named by %s, before anything native is loaded: %s', async ([entry, version], { expect: mine }) => {
    const { code, out, err } = await importOn(version, entry)
    mine({ code, out }).toEqual({ code: 1, out: '' })
    mine(err).toContain(`Error: Colloquy needs Node.js ${library} or later; this is ${version}.`)
  })

  it.for([`${library}.0`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`])(
    'is none of the newer: %s',
    async (version) => {
      expect(await importOn(version, 'colloquy')).toEqual({ code: 0, out: '', err: '' })
    },
  )

  it('is named by the tasks of this repository, before anything is fetched', async () => {
    const version = `${Number(repository) - 1}.9.0`
    const { code, out, err } = await nodeAs(version, [join(root, 'packages', 'tooling', 'run.mjs'), 'check'])
    const sentence = `The tasks of this repository need Node.js ${repository} or later; this is ${version}.\n`
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: sentence })
  })
})
