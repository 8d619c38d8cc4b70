import * as E from 'fp-ts/lib/Either.js'
import type { Inquiry } from '../../src/app/Inquiry.ts'
import type { InquiryContext } from '../../src/app/queries/Asking.ts'
import type { Actor } from '../../src/conversation/Actor.ts'
import type { Policies } from '../../src/conversation/policies/Policies.ts'
import type { Rejection } from '../../src/conversation/Rejection.ts'
import type { Seal } from '../../src/ports/Seal.ts'
import type { Storage } from '../../src/ports/Storage.ts'

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

/** The same, with a token for a place in the log that shows nothing of it: the n-th that was handed out. */
export const countingSeal = (): Seal => {
  const plain = openSeal()
  const places: Array<ReadonlyArray<string | number | null>> = []
  return {
    close: plain.close,
    closeOnce: (purpose, content) => `${purpose} ${places.push(content)}`,
    open: (purpose, token) =>
      purpose === 'changes' ? (places[Number(token.slice(8)) - 1] ?? null) : plain.open(purpose, token),
  }
}

export const contextFor = (actor: Actor, policies: Policies, seal: Seal): InquiryContext => ({
  actor,
  policies,
  seal,
  limits: { page: 200, search: 1000, id: 200 },
  recordTypes: {
    order: { startable: true, customerVisible: true },
    ticket: { startable: true, customerVisible: false },
  },
})

/** Carries a query's plan out. */
export const carryOut = async <A>(store: Storage, inquiry: Inquiry<A>): Promise<E.Either<Rejection, A>> => {
  let step = inquiry
  for (;;) {
    if (step._tag === 'Done') return step.result
    const answer =
      step._tag === 'Ask'
        ? await store.query(step.query, step.viewer)()
        : await store.read(step.of, step.limit)()
    if (E.isLeft(answer)) throw new Error(`a storage failed: ${answer.left._tag}`)
    step = step._tag === 'Ask' ? step.next(answer.right as never) : step.next(answer.right as never)
  }
}
