import { folded } from './folding.ts'

/** Letters and digits of any script, with the marks that are letters. */
const runs = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** Scripts written without spaces between words, with the marks and the long sound that Japanese shares. */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const unspaced = `${scripts.map((script) => `\\p{Script=${script}}`).join('')}\\u3099\\u309a\\u30fc`
const stretches = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, 'gu')
const startsUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** The scripts without spaces begin here: most words are known not to be theirs without asking the table. */
const firstUnspaced = '\u0e00'
const beyondSpaced = /[\u0e00-\uffff]/
const isUnspaced = (word: string): boolean => word >= firstUnspaced && startsUnspaced.test(word)

/** Longest term, in code points; longer words are cut, in what is stored and in what is asked alike. */
const longest = 64

const cut = (word: string, most: number): string => {
  if (word.length <= most) return word
  return Array.from(word).slice(0, most).join('')
}

/** What is written as one: a character with the marks that follow it. */
const characters = /\P{M}\p{M}*|\p{M}+/gu
const charactersOf = (word: string): ReadonlyArray<string> =>
  (word.match(characters) ?? []).map((character) => cut(character, longest / 2))

/** Each two neighbours. */
const pairs = (all: ReadonlyArray<string>): ReadonlyArray<string> =>
  all.slice(1).map((character, i) => `${all[i] ?? ''}${character}`)

const beyondAscii = /[\u0080-\uffff]/
const asciiRuns = /[a-z0-9]+/g

const words = (text: string): ReadonlyArray<string> => {
  // The same words in a quarter of the time, which is the dearest step of a post outside the database.
  if (!beyondAscii.test(text)) return text.toLowerCase().match(asciiRuns) ?? []
  const plain = folded(text)
  const found = plain.match(runs) ?? []
  return beyondSpaced.test(plain) ? found.flatMap((run) => run.match(stretches) ?? []) : found
}

/**
 * The words of a text as search stores them: without case and accents, each once. Where a script has no spaces, words
 * become every two neighbours, and the last character alone, so that one character is found wherever it stands.
 */
export const terms = (text: string): ReadonlyArray<string> => {
  const found = new Set<string>()
  for (const word of words(text)) {
    if (!isUnspaced(word)) found.add(cut(word, longest))
    else {
      const all = charactersOf(word)
      for (const term of pairs(all)) found.add(term)
      const last = all.at(-1)
      if (last !== undefined) found.add(last)
    }
  }
  return [...found]
}

/** The words somebody asks for: each must be the beginning of a stored term. */
export const queryTerms = (text: string): ReadonlyArray<string> => [
  ...new Set(
    words(text).flatMap((word) => {
      if (!isUnspaced(word)) return [cut(word, longest)]
      const all = charactersOf(word)
      return all.length === 1 ? all : pairs(all)
    }),
  ),
]

/** Whether every word asked for is the beginning of one of the terms; nothing is found where nothing is asked. */
export const matches = (asked: ReadonlyArray<string>, stored: ReadonlyArray<string>): boolean =>
  asked.length > 0 && asked.every((word) => stored.some((term) => term.startsWith(word)))
