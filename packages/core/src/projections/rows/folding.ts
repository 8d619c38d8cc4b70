/**
 * Diacritics and invisible characters, which folding removes. By code point and not by Unicode property: other marks
 * make a letter of their own (パ is not ハ, की is not क), and the list must not change with the runtime's Unicode
 * version, because the folded text is stored.
 */
const leftOut = {
  accents: '0300-0305 0307 0309-036f 1ab0-1aff 1dc0-1dff 20d0-20ff fe20-fe2f',
  cyrillic: '0483-0489 2de0-2dff a66f-a672 a674-a67d',
  hebrewPoints: '0591-05bd 05bf 05c1 05c2 05c4 05c5 05c7 fb1e',
  arabicVowels: '0610-061a 064b-065f 0670 06d6-06dc 06df-06e4 06e7 06e8 06ea-06ed 08d3-08e1 08e3-08ff',
  arabicStretching: '0640',
  hyphensAndJoiners: '00ad 200c 200d 2060 feff',
  direction: '061c 200e 200f 202a-202e 2066-2069',
  shapes: 'fe00-fe0f e0100-e01ef',
}
const ranges = Object.values(leftOut)
  .join(' ')
  .replaceAll(/[0-9a-f]+/gu, '\\u{$&}')
  .replaceAll(' ', '')
/** The marks of й, ў and ї make letters of their own, and stay. */
const dressing = new RegExp(`(?<![иИуУ])\\u0306|(?<![іІ])\\u0308|[${ranges}]`, 'gu')

/** Letters with a stroke, hook or ligature that is not a mark, and what people type for them. */
const plain: { readonly [letter: string]: string } = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ɨ: 'i',
  ł: 'l',
  ƚ: 'l',
  ŋ: 'n',
  ø: 'o',
  ŧ: 't',
  ƀ: 'b',
  ǥ: 'g',
  ƶ: 'z',
  ς: 'σ',
}
const plainer = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu')

/** The folded text: without accents, case, widths and strokes. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(dressing, '')
    // Upper case first, so that letters with two lower-case forms become equal.
    .toUpperCase()
    .toLowerCase()
    .replace(plainer, (letter) => plain[letter] ?? letter)
    .normalize('NFKC')
