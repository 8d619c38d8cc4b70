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

/** Derives a key for one purpose from the secret. A `KeyObject` is reused: importing raw bytes costs 8 µs each time. */
const keyFor = (secret: string, use: string): KeyObject =>
  createSecretKey(createHmac('sha256', secret).update(use).digest())

/** HMAC of decoded input, in hex: equal for equal inputs, and useless without the secret. */
export const hashing = (secret: string): ((input: unknown) => string) => {
  const key = keyFor(secret, 'hash')
  return (input) => createHmac('sha256', key).update(JSON.stringify(input)).digest('hex')
}

/** Contents are padded to a multiple of this many bytes, so that a token's length reveals little. */
const padding = 32
const tagLength = 16
/** Random bytes of a process's salt. */
const saltLength = 12

/**
 * Authenticated, deterministic encryption with a synthetic initialisation vector (as in RFC 5297): an HMAC of the content
 * is both the authentication tag and the nonce of AES-CTR. Equal contents give equal tokens; others look unrelated.
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
      // Only the canonical base64url spelling is accepted.
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
 * Salts for tokens that must differ though their content is equal. A process's random prefix and a counter are enough,
 * since the salt is encrypted: random bytes for each token would take as long as the encryption.
 */
const salts = (): (() => string) => {
  const ours = randomBytes(saltLength).toString('base64url')
  let count = 0
  return () => `${ours}${(count++).toString(36).padStart(10, '0')}`
}

/** Longest content that is cached, in characters: cursors are longer, differ on each page, and would never be hit. */
const longestRemembered = 256

/**
 * Caches recent tokens: refreshing a list seals the same rows again, and sealing a row's token takes as long as finding
 * the row. `most`: the cache keeps at least so many tokens, and at most twice as many.
 */
export const cached = (seal: Seal, most: number): Seal => {
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
