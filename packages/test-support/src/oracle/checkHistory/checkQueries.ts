import type { Query, Storage, Viewer } from '@colloquy/core/storage'
import { viewerOf } from '@colloquy/core/storage'
import { value } from '@colloquy/conformance/driving/results'
import { answered } from '../answered.ts'
import { actorsOf } from '@colloquy/conformance/random/cast'
import type { HistoryCheck } from '../checkHistory.ts'
import { expected } from '../expected.ts'
import type { Question } from '../questions.ts'
import { count } from '../Tally.ts'
import type { Telling } from '../tell.ts'
import { same } from '@colloquy/conformance/comparing/same'

/** Every storage answers each viewer's queries as the oracle does. */
export const checkQueries = async (
  { storages, history, tally }: HistoryCheck,
  tellings: Map<string, Telling>,
  questions: ReadonlyArray<Question>,
): Promise<void> => {
  for (const { tenant, query } of questions) {
    const telling = tellings.get(tenant)
    if (telling === undefined) continue
    for (const actor of actorsOf(tenant, history.policies)) {
      count(tally, `query ${query._tag}`)
      await checkQuery(storages, query, viewerOf(actor, history.policies), telling)
    }
  }
}

const checkQuery = async (
  storages: ReadonlyArray<Storage>,
  query: Query,
  viewer: Viewer,
  telling: Telling,
): Promise<void> => {
  const where = `${viewer.side} ${viewer.who.id}: ${JSON.stringify(query)}`
  const wanted = expected(query, viewer, telling)
  let first: unknown
  for (const [at, storage] of storages.entries()) {
    const answer = await value<unknown>(storage.query<Query>(query, viewer))
    if (at === 0) {
      first = answer
      same(answered(query, viewer, answer as never), wanted, where)
    } else {
      same(answer, first, `two storages, ${where}`)
    }
  }
}
