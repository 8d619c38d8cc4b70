import type { ActorId, KnownPerson, RecordAnswer, RecordRef, StoreError, TenantId } from '@colloquy/core'
import { readerKey, recordKey, sideOf, unavailable } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine, RecordTypes } from './Engine.ts'
import type { Directory, DirectoryEntry, Options, ResolvedRecord } from './Options.ts'
import type { Pending } from './Pending.ts'
import { after, andThen, isLater } from './Pending.ts'

/** How long the host may take to say who somebody is, in milliseconds. */
const patience = 5000

/** Asks the host; what it throws, and what takes too long, is `Unavailable` and not a guess. */
const askHost = <A>(what: string, ask: () => A | PromiseLike<A>): Pending<Either<StoreError, A>> => {
  const failed = E.left(unavailable(what))
  try {
    const answer = ask()
    if (!isThenable(answer)) return E.right(answer)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(failed), patience)
      const settle = (result: Either<StoreError, A>): void => {
        clearTimeout(timer)
        resolve(result)
      }
      answer.then(
        (value) => settle(E.right(value)),
        () => settle(failed),
      )
    })
  } catch {
    return failed
  }
}

const isThenable = <A>(value: A | PromiseLike<A>): value is PromiseLike<A> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

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

/** What the host's directory says of the ids; an answer that makes no sense counts as none. */
export const peopleFrom = (directory: Directory | undefined): Engine['people'] => {
  if (directory === undefined) return () => E.right(null)
  return (tenant, ids) => {
    if (ids.length === 0) return E.right(new Map())
    const asked = new Set(ids)
    return andThen(
      askHost('directory', () => directory.find(tenant, [...asked])),
      (entries): Either<StoreError, ReadonlyMap<string, KnownPerson>> => {
        const sound =
          Array.isArray(entries) &&
          entries.every(
            (entry: unknown) =>
              typeof entry === 'object' &&
              entry !== null &&
              'id' in entry &&
              typeof entry.id === 'string' &&
              'kind' in entry &&
              kinds.includes(entry.kind),
          )
        if (!sound) return E.left(unavailable('directory'))
        const found = entries.filter((entry) => asked.has(entry.id))
        return E.right(new Map(found.map(person)))
      },
    )
  }
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

const unregistered: RecordAnswer = {
  supported: false,
  startable: false,
  customerVisible: false,
  known: false,
  title: null,
}
const anything: RecordAnswer = { ...unregistered, supported: true, startable: true, known: true }

/** What the host says of the records: whether their type is registered, and whether they exist. */
export const recordsFrom = (types: Options['records']): Engine['records'] => {
  if (types === undefined)
    return (_, records) => E.right(new Map(records.map((record) => [recordKey(record), anything])))
  return (tenant, records) => {
    const named = [...new Set(records.map((record) => record.type))]
    return together(named.map((type) => resolveType(types, tenant, type, records)))
  }
}

type Resolved = ReadonlyArray<readonly [string, RecordAnswer]>

const resolveType = (
  types: NonNullable<Options['records']>,
  tenant: TenantId,
  type: string,
  records: ReadonlyArray<RecordRef>,
): Pending<Either<StoreError, Resolved>> => {
  const asked = records.filter((record) => record.type === type)
  const registered = Object.hasOwn(types, type) ? types[type] : undefined
  if (registered === undefined) return E.right(asked.map((record) => [recordKey(record), unregistered]))
  const { startable = true, customerVisible = false, resolve } = registered
  const answer = { supported: true, startable, customerVisible, known: true, title: null }
  if (resolve === undefined) return E.right(asked.map((record) => [recordKey(record), answer]))
  return after(
    askHost<ReadonlyArray<ResolvedRecord>>('records', () =>
      resolve(tenant, [...new Set(asked.map(({ id }) => id))]),
    ),
    (result): Either<StoreError, Resolved> => {
      if (E.isLeft(result)) return result
      if (!Array.isArray(result.right)) return E.left(unavailable('records'))
      const titles = new Map(result.right.map((each) => [each.id, textOf(each.title)]))
      return E.right(
        asked.map((record) => [
          recordKey(record),
          { ...answer, known: titles.has(record.id), title: titles.get(record.id) ?? null },
        ]),
      )
    },
  )
}

/** All of them in one map, at once where each was answered at once. */
const together = (
  answers: ReadonlyArray<Pending<Either<StoreError, Resolved>>>,
): Pending<Either<StoreError, ReadonlyMap<string, RecordAnswer>>> => {
  const there = answers.filter((answer): answer is Either<StoreError, Resolved> => !isLater(answer))
  return there.length === answers.length
    ? joined(there)
    : Promise.all(answers.map(async (answer) => answer)).then(joined)
}

const joined = (
  results: ReadonlyArray<Either<StoreError, Resolved>>,
): Either<StoreError, ReadonlyMap<string, RecordAnswer>> => {
  const wrong = results.find(E.isLeft)
  return wrong ?? E.right(new Map(results.flatMap((result) => (E.isRight(result) ? result.right : []))))
}
