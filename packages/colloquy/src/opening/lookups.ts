import type { Actor, ActorId, StoreError } from '@colloquy/core/storage'
import type { KnownPerson, RecordAnswer } from '@colloquy/core/engine'
import type { RecordRef } from '@colloquy/core'
import { isText, sideOf, unregistered } from '@colloquy/core/engine'
import { readerKey, recordKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { askHost } from './askHost.ts'
import type { Engine, RecordTypes } from '../engine/Engine.ts'
import type { Pending } from '../engine/Pending.ts'
import { isLater } from '../engine/Pending.ts'
import type { Directory, DirectoryEntry, Options, RecordType } from './Options.ts'

const kinds: ReadonlyArray<unknown> = ['customer', 'staff', 'bot', 'system']
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** One id may be a customer and a member of staff: each has an entry. */
const person = (entry: DirectoryEntry): readonly [string, KnownPerson] => {
  const known = knownPerson(entry)
  return [readerKey({ side: sideOf(known.kind), id: known.id }), known]
}

const knownPerson = (entry: DirectoryEntry): KnownPerson => ({
  id: entry.id as ActorId,
  kind: entry.kind,
  active: entry.active === true,
  role: textOf(entry.role),
  contact: { name: textOf(entry.name), phone: textOf(entry.phone), email: textOf(entry.email) },
})

const isEntry = (entry: unknown): entry is DirectoryEntry =>
  typeof entry === 'object' &&
  entry !== null &&
  'id' in entry &&
  typeof entry.id === 'string' &&
  'kind' in entry &&
  kinds.includes(entry.kind)

/** Looks people up in the host's directory; a malformed answer is `Unavailable`. */
export const peopleFrom = (directory: Directory | undefined): Engine['people'] => {
  if (directory === undefined) return () => E.right(null)
  return (tenant, ids) => {
    if (ids.length === 0) return E.right(new Map())
    const asked = new Set(ids)
    return askHost(
      'directory',
      () => directory.find(tenant, [...asked]),
      (entries) => {
        if (!Array.isArray(entries) || !entries.every(isEntry)) return null
        return new Map(entries.filter((entry) => asked.has(entry.id)).map(person))
      },
    )
  }
}

type Found = ReadonlyMap<string, RecordAnswer>

export const recordTypesOf = (records: Options['records']): RecordTypes =>
  records === undefined
    ? null
    : Object.fromEntries(
        Object.entries(records).map(([type, { startable = true, customerVisible = false }]) => [
          type,
          { startable, customerVisible },
        ]),
      )

/** Without `resolve` staff may name any record, a customer only one that is granted or shown to them. */
const known = (actor: Actor): boolean => sideOf(actor.kind) === 'staff'

/** Whether the types of records are registered, and whether an actor may name them, as the host's `resolve` says. */
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

/** Titles by id, from the host's answer; null where it is no list of records, or longer than the ids requested. */
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

/** Merges the answers into one map, synchronously where all of them are there. */
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
