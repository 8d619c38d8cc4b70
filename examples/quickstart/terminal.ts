/** Whether to colour: only for a person, and not for one who asked for none. */
const coloured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined

const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = style(1)
export const dim = style(2)
export const yellow = style(33)

// Texts come from a file: whatever could steer the terminal is taken out.
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Columns of the terminal; what is no terminal has the 80 of old. */
export const width = process.stdout.columns ?? 80

/** A text on one line, of so many columns at the most; what is too long ends with a whole word, and `…`. */
export const oneLine = (text: string, columns: number): string => {
  const line = text.replace(/\s+/gu, ' ').trim().replace(steering, '')
  if (lengthOf(line) <= columns) return line
  const [start = ''] = cut(line, columns - 2)
  const word = start.lastIndexOf(' ')
  return word > 0 ? `${start.slice(0, word)} …` : `${start}…`
}

/** A text with its line breaks, and more of them between words where a line is too long; each line indented. */
export const block = (text: string, indent: string): string =>
  text
    .trim()
    .split(/\r\n|\r|\n/u)
    .flatMap((line) => wrapped(line.replaceAll('\t', '  ').replace(steering, ''), width - indent.length))
    .map((line) => `${indent}${line}`)
    .join('\n')

const wrapped = (line: string, columns: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let last = ''
  for (const word of line.split(' ')) {
    const longer = last === '' ? word : `${last} ${word}`
    if (lengthOf(longer) <= columns) last = longer
    else {
      if (last !== '') lines.push(last)
      const pieces = [...cut(word, columns)]
      last = pieces.pop() ?? ''
      lines.push(...pieces)
    }
  }
  return [...lines, last]
}

/** Pieces of so many columns each; only what has no spaces comes here longer than that. */
function* cut(text: string, columns: number): Generator<string, void, undefined> {
  let room = columns
  let piece = ''
  for (const character of text) {
    room -= columnsOf(character)
    if (room < 0) {
      yield piece
      piece = ''
      room = columns - columnsOf(character)
    }
    piece += character
  }
  yield piece
}

/** A text in a column: cut or filled up. */
export const column = (text: string, columns: number): string => {
  const shown = oneLine(text, columns)
  return shown + ' '.repeat(Math.max(0, columns - lengthOf(shown)))
}

const lengthOf = (text: string): number => {
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}ー。、]/u
const columnsOf = (character: string): number => (wide.test(character) ? 2 : 1)
