import type { Actor, RecordAnswer, RecordRef, StoreError } from '@colloquy/core'
import { isText, mayName, recordKey, sideOf, unregistered, viewerOf } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Acting } from './Acting.ts'
import { askHost } from './askHost.ts'
import type { Engine, RecordTypes } from './Engine.ts'
import type { Options, RecordType } from './Options.ts'
import type { Answer, Pending } from './Pending.ts'
import { andThen, isLater } from './Pending.ts'
import type { Route } from './Route.ts'

type Found = ReadonlyMap<string, RecordAnswer>
const nothing: Found = new Map()

/**
 * What is to be known of records before anything is asked about them or done with them: what the host says to this
 * actor, and for a customer, of those that neither the host nor a grant lets them name, whether they see them anyway.
 * That is asked of all such alike, so that neither the answer nor the way to it differs between one that is absent and
 * one that is hidden.
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

export const recordTypesOf = (records: Options['records']): RecordTypes =>
  records === undefined
    ? null
    : Object.fromEntries(
        Object.entries(records).map(([type, { startable = true, customerVisible = false }]) => [
          type,
          { startable, customerVisible },
        ]),
      )

/** Where nobody says which records there are, staff may name any; a customer has to be granted or shown one. */
const known = (actor: Actor): boolean => sideOf(actor.kind) === 'staff'

/** What the host says of the records to somebody: whether their type is registered, and whether they may name them. */
export const recordsFrom = (types: Options['records'], longestTitle: number): Engine['records'] => {
  if (types === undefined) {
    return (actor, records) => {
      const anything = { ...unregistered, supported: true, startable: true, known: known(actor) }
      return E.right(new Map(records.map((record) => [recordKey(record), anything])))
    }
  }
  return (actor, records) => {
    const named = [...new Set(records.map((record) => record.type))]
    return together(
      named.map((type) => {
        const asked = records.filter((record) => record.type === type)
        const registered = Object.hasOwn(types, type) ? types[type] : undefined
        return registered === undefined
          ? E.right(new Map(asked.map((record) => [recordKey(record), unregistered])))
          : ofType(registered, actor, asked, longestTitle)
      }),
    )
  }
}

const ofType = (
  { startable = true, customerVisible = false, resolve }: RecordType,
  actor: Actor,
  records: ReadonlyArray<RecordRef>,
  longestTitle: number,
): Pending<Either<StoreError, Found>> => {
  const answer = { ...unregistered, supported: true, startable, customerVisible, known: known(actor) }
  if (resolve === undefined) return E.right(new Map(records.map((record) => [recordKey(record), answer])))
  const ids = [...new Set(records.map(({ id }) => id))]
  const { tenant, id, kind, name, queues, records: granted } = actor
  return askHost(
    'records',
    () => resolve(tenant, [...ids], { tenant, id, kind, name, queues, records: granted }),
    (resolved) => {
      const titles = titlesIn(resolved, ids.length, longestTitle)
      if (titles === null) return null
      return new Map(
        records.map((record) => {
          const title = titles.get(record.id)
          return [recordKey(record), { ...answer, known: title !== undefined, title: title ?? null }]
        }),
      )
    },
  )
}

/** The titles by id of what a host answered; null where it is no list of records, or longer than what was asked. */
const titlesIn = (
  resolved: unknown,
  most: number,
  longestTitle: number,
): ReadonlyMap<string, string | null> | null => {
  if (!Array.isArray(resolved) || resolved.length > most) return null
  const titles = new Map<string, string | null>()
  for (const each of resolved as ReadonlyArray<unknown>) {
    if (typeof each !== 'object' || each === null) return null
    const { id, title = null } = each as { readonly id?: unknown; readonly title?: unknown }
    if (typeof id !== 'string') return null
    if (title !== null && (typeof title !== 'string' || !isText(title))) return null
    titles.set(id, title === null || title.trim() === '' ? null : shortened(title, longestTitle))
  }
  return titles
}

const shortened = (title: string, characters: number): string =>
  title.length <= characters ? title : Array.from(title).slice(0, characters).join('')

/** All of them in one map, at once where each was answered at once. */
const together = (
  answers: ReadonlyArray<Pending<Either<StoreError, Found>>>,
): Pending<Either<StoreError, Found>> => {
  const there = answers.filter((answer): answer is Either<StoreError, Found> => !isLater(answer))
  return there.length === answers.length
    ? joined(there)
    : Promise.all(answers.map(async (answer) => answer)).then(joined)
}

const joined = (results: ReadonlyArray<Either<StoreError, Found>>): Either<StoreError, Found> =>
  results.find(E.isLeft) ??
  E.right(new Map(results.flatMap((result) => (E.isRight(result) ? Array.from(result.right) : []))))
