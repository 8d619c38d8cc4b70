/**
 * A 52-bit hash of a text: two passes of FNV-1a, the second from the end. It detects a mistaken id and is no secret.
 */
export const digest = (text: string): number => {
  let forth = 0x811c9dc5
  let back = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    forth = Math.imul(forth ^ text.charCodeAt(i), 0x01000193)
    back = Math.imul(back ^ text.charCodeAt(text.length - 1 - i), 0x01000193)
  }
  return (forth >>> 0) * 0x100000 + ((back >>> 12) & 0xfffff)
}
