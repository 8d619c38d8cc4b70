/** Letters and digits of any script; Chinese and Japanese write without spaces between words. */
const runs = /[\p{L}\p{N}]+/gu
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+/gu
const startsUnspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]/u

/** The scripts without spaces begin here: most words are known not to be theirs without asking the table. */
const firstUnspaced = '\u2e80'
const isUnspaced = (word: string): boolean => word >= firstUnspaced && startsUnspaced.test(word)

/** Longest term, in code points; longer words are cut, in what is stored and in what is asked alike. */
const longest = 64

/** What people mean to be the same: no accents, no case, no widths. */
const normalized = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    // By way of capitals, so that ß and ss are one; and so are the two small sigmas.
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')

const cut = (word: string): string => {
  if (word.length <= longest) return word
  return Array.from(word).slice(0, longest).join('')
}

/** Each two neighbours. */
const pairs = (word: string): ReadonlyArray<string> => {
  const characters = Array.from(word)
  return characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`)
}

const beyondAscii = /[\u0080-\uffff]/
const asciiRuns = /[a-z0-9]+/g
const beyondSpaced = /[\u2e80-\uffff]/

const words = (text: string): ReadonlyArray<string> => {
  // The same words in a quarter of the time, which is the dearest step of a post outside the database.
  if (!beyondAscii.test(text)) return text.toLowerCase().match(asciiRuns) ?? []
  const plain = normalized(text)
  const found = plain.match(runs) ?? []
  return beyondSpaced.test(plain) ? found.flatMap((run) => run.match(unspaced) ?? []) : found
}

/**
 * The words of a text as search stores them: without case and accents, each once. Chinese and Japanese become
 * every two neighbours, and the last character alone, so that one character is found wherever it stands.
 */
export const terms = (text: string): ReadonlyArray<string> => {
  const found = new Set<string>()
  for (const word of words(text)) {
    if (!isUnspaced(word)) found.add(cut(word))
    else for (const term of [...pairs(word), Array.from(word).at(-1) ?? word]) found.add(term)
  }
  return [...found]
}

/** The words somebody asks for: each must be the beginning of a stored term. */
export const queryTerms = (text: string): ReadonlyArray<string> => [
  ...new Set(
    words(text).flatMap((word) => {
      if (!isUnspaced(word)) return [cut(word)]
      const two = pairs(word)
      return two.length === 0 ? [word] : two
    }),
  ),
]

/** The digits of a stored number in E.164 form; null where there are none. */
export const phoneDigits = (phone: string): string | null => {
  const digits = phone.normalize('NFKD').replace(/[^0-9]/gu, '')
  return digits === '' ? null : digits
}

/** The digits that somebody asks for, as the end of an E.164 number; null below four digits. */
export const phoneQuery = (text: string): string | null => {
  const digits = (phoneDigits(text) ?? '').replace(/^(?:00|0)/u, '')
  return digits.length < 4 ? null : digits
}

/** Whether every word asked for is the beginning of one of the terms; nothing is found where nothing is asked. */
export const matches = (asked: ReadonlyArray<string>, stored: ReadonlyArray<string>): boolean =>
  asked.length > 0 && asked.every((word) => stored.some((term) => term.startsWith(word)))
