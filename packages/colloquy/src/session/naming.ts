import type { RecordAnswer } from '@colloquy/core/engine'
import type { RecordRef } from '@colloquy/core'
import { mayName, sideOf } from '@colloquy/core/engine'
import { recordKey, viewerOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Acting, Engine } from '../engine/Engine.ts'
import type { Answer } from '../engine/Pending.ts'
import { andThen } from '../engine/Pending.ts'
import type { Route } from './Route.ts'

type Found = ReadonlyMap<string, RecordAnswer>
const nothing: Found = new Map()

/**
 * Resolves the records that a command or query names: the host's answer for this actor, and for a customer, of records
 * that neither the host nor a grant lets them name, whether they see them anyway. The storage is queried for all of
 * these alike, so that neither the answer nor its timing tells an absent record from a hidden one.
 */
export const naming = (
  engine: Engine,
  route: Route,
  { actor, policies }: Acting,
  records: ReadonlyArray<RecordRef>,
): Answer<Found> => {
  if (records.length === 0) return E.right(nothing)
  const answers = engine.records(actor, records)
  if (sideOf(actor.kind) === 'staff' || engine.recordTypes === null) return answers
  return andThen(answers, (found) => {
    const others = records.filter((record) => E.isLeft(mayName(actor, record, answerOf(found, record))))
    if (others.length === 0) return E.right(found)
    return andThen(route.query({ _tag: 'Linked', records: others }, viewerOf(actor, policies)), (linked) => {
      const shown = others.filter((_, at) => linked[at] === true)
      return E.right(new Map([...found, ...shown.flatMap((record) => shownIn(found, record))]))
    })
  })
}

const answerOf = (found: Found, record: RecordRef): RecordAnswer | null =>
  found.get(recordKey(record)) ?? null

const shownIn = (found: Found, record: RecordRef): ReadonlyArray<[string, RecordAnswer]> => {
  const answer = answerOf(found, record)
  return answer === null ? [] : [[recordKey(record), { ...answer, shown: true }]]
}
