import { docstringExamples, documentFences, type Fence } from './fences.ts'

/** What a reader would run: all `ts` blocks of a page, one block that says `alone`, or an example of a docstring. */
export type Program = {
  readonly title: string
  /** Its module's name, without a folder. */
  readonly name: string
  readonly code: string
  /** False for what only a test runner could run: its block says `check`. */
  readonly runs: boolean
}

/** A docstring's example under this caption goes on where the README's first program closes its chat. */
const goesOn = ['continues', 'the', 'README']
const closing = 'await chat.close()\n'

const says = (fence: Fence, note: string): boolean => fence.notes.includes(note)
const isAlone = (fence: Fence): boolean => says(fence, 'alone') || says(fence, 'check')

const named = (title: string, code: string, runs = true): Program => {
  return { title, name: `${title.replaceAll(/[^a-z0-9]/gi, '_')}.ts`, code, runs }
}

/** The page itself, with nothing left but these blocks: the lines of errors are those of the page. */
const onTheirLines = (fences: ReadonlyArray<Fence>): string =>
  fences.reduce((page, { line, code }) => {
    const lines = page.split('\n').length
    return page + '\n'.repeat(line + 1 - lines) + code
  }, '')

const programOf = (fence: Fence): Program =>
  named(`${fence.file}:${fence.line}`, onTheirLines([fence]), !says(fence, 'check'))

const ofDocuments = (): ReadonlyArray<Program> => {
  const blocks = documentFences().filter(({ language }) => language === 'ts')
  const joined = blocks.filter((fence) => !isAlone(fence))
  const pages = [...new Set(joined.map(({ file }) => file))].map((page) =>
    named(page, onTheirLines(joined.filter(({ file }) => file === page))),
  )
  return [...pages, ...blocks.filter(isAlone).map(programOf)]
}

const ofDocstrings = (readme: string): ReadonlyArray<Program> =>
  docstringExamples().map((fence) =>
    goesOn.every((word, at) => fence.notes[at] === word)
      ? named(`${fence.file}:${fence.line}`, `${readme}{\n${fence.code}}\n${closing}`)
      : programOf(fence),
  )

export const programs = (): ReadonlyArray<Program> => {
  const pages = ofDocuments()
  const readme = pages.find(({ title }) => title === 'README.md')?.code ?? ''
  if (!readme.endsWith(closing)) throw new Error(`The README's first program does not end with ${closing}`)
  return [...pages, ...ofDocstrings(readme.slice(0, -closing.length))]
}

/** `console.log(x) // 3: because` promises that it prints 3; the line counts from 1. */
export type Promised = { readonly line: number; readonly comment: string }

export const promisesOf = ({ code }: Program): ReadonlyArray<Promised> =>
  code.split('\n').flatMap((text, at) => {
    const comment = /console\.log\(.*\/\/ (.*)$/.exec(text)?.[1]
    return comment === undefined ? [] : [{ line: at + 1, comment }]
  })
