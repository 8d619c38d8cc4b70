/** Whether to colour: only for a person, and not for one who asked for none. */
const coloured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined

const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = style(1)
export const dim = style(2)
export const yellow = style(33)

// Texts come from a file: whatever could steer the terminal is taken out.
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A text on one line, cut to so many columns. */
export const oneLine = (text: string, columns: number): string => {
  let room = columns
  let shown = ''
  for (const character of text.replace(/\s+/gu, ' ').trim().replace(steering, '')) {
    room -= columnsOf(character)
    if (room < 1) return `${shown}…`
    shown += character
  }
  return shown
}

/** A text with its line breaks, each line indented. */
export const block = (text: string, indent: string): string =>
  text
    .trim()
    .split(/\r\n|\r|\n/u)
    .map((line) => `${indent}${line.replaceAll('\t', '  ').replace(steering, '')}`)
    .join('\n')

/** A text in a column: cut or filled up. */
export const column = (text: string, columns: number): string => {
  const shown = oneLine(text, columns)
  let room = columns
  for (const character of shown) room -= columnsOf(character)
  return shown + ' '.repeat(Math.max(0, room))
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}ー。、]/u
const columnsOf = (character: string): number => (wide.test(character) ? 2 : 1)
