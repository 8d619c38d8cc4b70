// Two thousand made-up words of one to four syllables: as many as people use in such conversations.
const syllables = ['ba', 'del', 'for', 'ka', 'lin', 'mo', 'nes', 'per', 'ra', 'sto', 'ti', 'vu', 'wen', 'zo']
const word = (n: number): string => {
  const syllable = syllables[n % syllables.length] ?? ''
  const rest = Math.floor(n / syllables.length)
  return rest === 0 ? syllable : word(rest - 1) + syllable
}
const words = Array.from({ length: 2000 }, (_, n) => word(n))

/** The same numbers in every run, so that runs write the same. */
const random = (seed: number) => {
  let state = seed
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const textOf = (next: () => number): string => {
  let text = ''
  // Few words often and most of them seldom, as in any language.
  while (text.length < 185) text += `${words[Math.floor(words.length ** next()) - 1] ?? ''} `
  return text.trim()
}

const next = random(7)
const texts = Array.from({ length: 5000 }, () => textOf(next))

/** What people write: with the rest of the event about 300 bytes. */
export const textFor = (n: number): string => texts[n % texts.length] ?? ''
