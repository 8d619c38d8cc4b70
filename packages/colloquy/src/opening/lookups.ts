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

/** What the host's directory says of the ids; an answer that makes no sense counts as none. */
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
