import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A piece of code that a document shows, whose fence is on `line`; `notes` are the words behind its language. */
export type Fence = {
  readonly file: string
  readonly line: number
  readonly language: string
  readonly notes: ReadonlyArray<string>
  readonly code: string
}

export const root = join(import.meta.dirname, '..', '..')

const documents = ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/**/README.md']
const sources = ['packages/*/src/**/*.ts']

const files = (patterns: ReadonlyArray<string>): ReadonlyArray<string> =>
  patterns
    .flatMap((pattern) =>
      globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', 'docs/examples/**'] }),
    )
    .map((file) => join(root, file))
    .toSorted()

/** Every page, by its path from the root. */
export const pages = (): ReadonlyArray<string> => files(documents).map((path) => relative(root, path))

/** Every fenced block of every page. */
export const documentFences = (): ReadonlyArray<Fence> => files(documents).flatMap(fencesOf)

const fencesOf = (path: string): ReadonlyArray<Fence> => {
  const text = readFileSync(path, 'utf8')
  const blocks = text.matchAll(/^([ \t]*)```(\S*)([^\n]*)\n([\s\S]*?)^\1```[ \t]*$/gm)
  return [...blocks].map(([, indent = '', language = '', notes = '', code = ''], at) => ({
    file: relative(root, path),
    line: lineOf(text, at, blocksIn(text)),
    language,
    notes: notes
      .trim()
      .split(/\s+/)
      .filter((note) => note !== ''),
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

const blocksIn = (text: string): ReadonlyArray<number> =>
  [...text.matchAll(/^([ \t]*)```(\S*)([^\n]*)\n([\s\S]*?)^\1```[ \t]*$/gm)].map((match) => match.index)

const lineOf = (text: string, at: number, starts: ReadonlyArray<number>): number =>
  text.slice(0, starts[at] ?? 0).split('\n').length

/** Every `@example` of every docstring. */
export const docstringExamples = (): ReadonlyArray<Fence> => files(sources).flatMap(examplesOf)

const examplesOf = (path: string): ReadonlyArray<Fence> => {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/^[ \t]*\* @example([^\n]*)\n((?:[ \t]*\*(?!\/)[^\n]*\n)+)/gm)].map((match) => ({
    file: relative(root, path),
    line: text.slice(0, match.index).split('\n').length,
    language: 'ts',
    notes: (match[1] ?? '').trim().split(/\s+/),
    code: (match[2] ?? '').replaceAll(/^[ \t]*\* ?/gm, ''),
  }))
}
