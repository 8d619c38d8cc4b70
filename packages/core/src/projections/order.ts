import type { Key, Sort } from './Query.ts'

const rank = (unit: number): number => {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/**
 * Orders texts by code point, as databases do; JavaScript's own `<` goes by UTF-16 units and differs beyond
 * the basic plane.
 */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Orders the rows of a list: by value, nulls last either way, then by id in the same direction. */
export const compareKeys = (a: Key, b: Key, direction: Sort['direction']): number => {
  const sign = direction === 'asc' ? 1 : -1
  if (a.value !== b.value) {
    if (a.value === null) return 1
    if (b.value === null) return -1
    return sign * (a.value - b.value)
  }
  return sign * compareText(a.id, b.id)
}
