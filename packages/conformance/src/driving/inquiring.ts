import type { Actor, Answers, Seal, Storage } from '@colloquy/core/storage'
import type { Inquiry, InquiryContext, RecordAnswer, Rejection } from '@colloquy/core/engine'
import type { Policies, RecordRef } from '@colloquy/core'
import { defaultLimits } from '@colloquy/core/decoding'
import { recordKey } from '@colloquy/core/storage'
import { unregistered } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { recordAnswers } from '../random/cast.ts'
import { value } from './results.ts'

/** A seal without encryption: equal contents give equal tokens. */
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
  limits: defaultLimits,
  recordTypes: {
    order: { startable: true, customerVisible: true },
    ticket: { startable: true, customerVisible: false },
  },
  lasting: true,
})

/**
 * Runs an inquiry. `allows`: the host lets customers name every record; otherwise they name those granted or shown to
 * them.
 */
export const carryOut = async <A>(
  store: Storage,
  inquiry: Inquiry<A>,
  allows = true,
): Promise<E.Either<Rejection, A>> => {
  let step = inquiry
  for (;;) {
    switch (step._tag) {
      case 'Done':
        return step.result
      case 'Ask':
        // Each step takes the answer of its own query, which TypeScript can't follow through the union.
        step = step.next((await value(store.query(step.query, step.viewer))) as never)
        break
      case 'Read':
        step = step.next(await value(store.read(step.of, step.limit)))
        break
      case 'Named': {
        const { records, viewer } = step
        const linked: Answers['Linked'] = await value(store.query({ _tag: 'Linked', records }, viewer))
        step = step.next(new Map(records.map((record, at) => answerFor(record, linked[at] === true, allows))))
      }
    }
  }
}

const answerFor = (record: RecordRef, shown: boolean, allows: boolean): [string, RecordAnswer] => {
  const key = recordKey(record)
  const answer = recordAnswers.get(key) ?? unregistered
  return [key, { ...answer, known: answer.known && allows, shown }]
}
