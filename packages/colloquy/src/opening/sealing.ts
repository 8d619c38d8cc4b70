import type { KeyObject } from 'node:crypto'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Seal } from '@colloquy/core/storage'

/** A key of its own for each use of the instance's secret. Made once: from raw bytes each use would cost 8 µs more. */
const keyFor = (secret: string, use: string): KeyObject =>
  createSecretKey(createHmac('sha256', secret).update(use).digest())

/** Keyed hash of decoded input, in hex: tells whether two inputs are equal, and nothing to who lacks the secret. */
export const hashing = (secret: string): ((input: unknown) => string) => {
  const key = keyFor(secret, 'hash')
  return (input) => createHmac('sha256', key).update(JSON.stringify(input)).digest('hex')
}

/** Contents are padded to a multiple of this, so that lengths say little. */
const padding = 32
const tagLength = 16
/** Bytes that make a process's salts its own. */
const saltLength = 12

/**
 * Seals with a synthetic initialisation vector (as in RFC 5297): a keyed hash of the content is both the proof that it
 * was made here and the start of the cipher's counter. Equal contents give equal tokens, others nothing alike.
 */
export const sealing = (secret: string): Seal => {
  const proofKey = keyFor(secret, 'seal: proof')
  const cipherKey = keyFor(secret, 'seal: cipher')
  const proof = (purpose: string, padded: Buffer): Buffer =>
    createHmac('sha256', proofKey)
      .update(purpose)
      .update('\u0000')
      .update(padded)
      .digest()
      .subarray(0, tagLength)
  const salt = salts()
  const close: Seal['close'] = (purpose, content) => {
    const padded = pad(JSON.stringify(content))
    const tag = proof(purpose, padded)
    const cipher = createCipheriv('aes-256-ctr', cipherKey, tag)
    return Buffer.concat([tag, cipher.update(padded)]).toString('base64url')
  }
  return {
    close,
    closeOnce: (purpose, content) => close(purpose, [...content, salt()]),
    open: (purpose, token) => {
      const bytes = Buffer.from(token, 'base64url')
      // Another spelling of the same bytes is not the token that was handed out.
      if (bytes.length < tagLength + padding || bytes.toString('base64url') !== token) return null
      const tag = bytes.subarray(0, tagLength)
      const padded = createDecipheriv('aes-256-ctr', cipherKey, tag).update(bytes.subarray(tagLength))
      return timingSafeEqual(tag, proof(purpose, padded))
        ? contentOf(padded.toString('utf8').trimEnd())
        : null
    },
  }
}

/**
 * What makes a token differ from all others of the same content. It need not be random, only never the same, since the
 * cipher hides it: asking for random bytes each time would take as long as the sealing.
 */
const salts = (): (() => string) => {
  const ours = randomBytes(saltLength).toString('base64url')
  let count = 0
  return () => `${ours}${(count++).toString(36).padStart(10, '0')}`
}

/** In characters. A cursor holds what was asked for, which may be long, and is new on each page: it gains nothing. */
const longestRemembered = 256

/**
 * A seal that remembers what it closed lately: whoever looks at a list sees the same rows again and again, and sealing
 * a row's token would take as long as finding the row. `most`: how many tokens it remembers at least, and no more than
 * twice as many.
 */
export const remembering = (seal: Seal, most: number): Seal => {
  let young = new Map<string, string>()
  let old = new Map<string, string>()
  return {
    ...seal,
    close: (purpose, content) => {
      const key = JSON.stringify([purpose, content])
      if (key.length > longestRemembered) return seal.close(purpose, content)
      const known = young.get(key)
      if (known !== undefined) return known
      const token = old.get(key) ?? seal.close(purpose, content)
      if (young.size >= most) [old, young] = [young, new Map()]
      young.set(key, token)
      return token
    },
  }
}

const pad = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([bytes], Math.ceil(bytes.length / padding) * padding).fill(' ', bytes.length)
}

/** What carries our own proof is what `close` was given. */
const contentOf = (text: string): ReadonlyArray<string | number | null> =>
  JSON.parse(text) as ReadonlyArray<string | number | null>
