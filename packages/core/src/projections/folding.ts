/**
 * Marks that only dress a letter, and characters that nobody sees: accents, Hebrew points, Arabic vowels and the stroke
 * that lengthens a word, soft hyphens, joiners, marks of direction, selectors of a shape. By number and not by property:
 * other marks are letters of their own (パ is no ハ, की no का), and what is left out must not change with the Unicode of
 * the runtime, since the rest is stored. The marks of й, ў and ї make other letters, too.
 */
const dressing =
  /(?<![иИуУ])\u0306|(?<![іІ])\u0308|[\u00ad\u0300-\u0305\u0307\u0309-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\u20d0-\u20ff\u2de0-\u2dff\ua66f-\ua672\ua674-\ua67d\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]|[\u{e0100}-\u{e01ef}]/gu

/** Letters whose stroke, hook or ligature is no mark of its own, and what people type for them. */
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

/** What people mean to be the same, as one text: no accents, no case, no widths, no strokes. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(dressing, '')
    // By way of capitals, so that letters with two small forms are one.
    .toUpperCase()
    .toLowerCase()
    .replace(plainer, (letter) => plain[letter] ?? letter)
    .normalize('NFKC')
