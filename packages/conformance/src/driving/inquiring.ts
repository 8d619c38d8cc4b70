import type { Actor, Inquiry, InquiryContext, Policies, Rejection, Seal, Storage } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { value } from './results.ts'

/** A seal whose tokens are equal for equal contents, and that nobody can forge by guessing. */
export const openSeal = (): Seal => ({
  close: (purpose, content) => `${purpose} ${JSON.stringify(content)}`,
  closeOnce: (purpose, content) => `${purpose} ${JSON.stringify(content)}`,
  open: (purpose, token) => {
    if (!token.startsWith(`${purpose} [`)) return null
    try {
      const content: unknown = JSON.parse(token.slice(purpose.length + 1))
      return Array.isArray(content) ? content : null
    } catch {
      return null
    }
  },
})

export const contextFor = (actor: Actor, policies: Policies, seal: Seal): InquiryContext => ({
  actor,
  policies,
  seal,
  limits: { page: 200, search: 1000, id: 200 },
  recordTypes: {
    order: { startable: true, customerVisible: true },
    ticket: { startable: true, customerVisible: false },
  },
  lasting: true,
})

/** Carries a query's plan out. */
export const carryOut = async <A>(store: Storage, inquiry: Inquiry<A>): Promise<E.Either<Rejection, A>> => {
  let step = inquiry
  while (step._tag !== 'Done') {
    // What a step asks for is what it takes, which the compiler can't follow through the union.
    step =
      step._tag === 'Ask'
        ? step.next((await value(store.query(step.query, step.viewer))) as never)
        : step.next((await value(store.read(step.of, step.limit))) as never)
  }
  return step.result
}
