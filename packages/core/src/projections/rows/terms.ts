import { folded } from './folding.ts'

/** Runs of letters and digits of any script, with the marks that belong to letters. */
const runs = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** Scripts written without spaces between words, with the marks and the long sound that Japanese shares. */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const unspaced = `${scripts.map((script) => `\\p{Script=${script}}`).join('')}\\u3099\\u309a\\u30fc`
const stretches = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, 'gu')
const startsUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** The lowest code point of scripts without spaces: most words are below it and need no test of their script. */
const firstUnspaced = '\u0e00'
const beyondSpaced = /[\u0e00-\uffff]/
const isUnspaced = (word: string): boolean => word >= firstUnspaced && startsUnspaced.test(word)

/** The maximum length of a term in code points; longer words are cut, stored and searched ones alike. */
const longest = 64

const cut = (word: string, most: number): string => {
  if (word.length <= most) return word
  return Array.from(word).slice(0, most).join('')
}

/** A character with its combining marks. */
const characters = /\P{M}\p{M}*|\p{M}+/gu
const charactersOf = (word: string): ReadonlyArray<string> =>
  (word.match(characters) ?? []).map((character) => cut(character, longest / 2))

/** All pairs of neighbours. */
const pairs = (all: ReadonlyArray<string>): ReadonlyArray<string> =>
  all.slice(1).map((character, i) => `${all[i] ?? ''}${character}`)

const beyondAscii = /[\u0080-\uffff]/
const asciiRuns = /[a-z0-9]+/g

const words = (text: string): ReadonlyArray<string> => {
  // A shortcut for ASCII, in a quarter of the time: this is the most expensive step of a post outside the database.
  if (!beyondAscii.test(text)) return text.toLowerCase().match(asciiRuns) ?? []
  const plain = folded(text)
  const found = plain.match(runs) ?? []
  return beyondSpaced.test(plain) ? found.flatMap((run) => run.match(stretches) ?? []) : found
}

/**
 * The search terms of a text: folded words, each once. In scripts without spaces, terms are all pairs of neighbouring
 * characters, and the last character alone, so that a single character is found anywhere.
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

/** The words of a search: each must be a prefix of a stored term. */
export const queryTerms = (text: string): ReadonlyArray<string> => [
  ...new Set(
    words(text).flatMap((word) => {
      if (!isUnspaced(word)) return [cut(word, longest)]
      const all = charactersOf(word)
      return all.length === 1 ? all : pairs(all)
    }),
  ),
]

/** Whether every searched word is a prefix of one of the terms; an empty search matches nothing. */
export const matches = (asked: ReadonlyArray<string>, stored: ReadonlyArray<string>): boolean =>
  asked.length > 0 && asked.every((word) => stored.some((term) => term.startsWith(word)))
