import type { ActorId, KnownPerson } from '@colloquy/core'
import { readerKey, sideOf } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { askHost } from './askHost.ts'
import type { Engine } from './Engine.ts'
import type { Directory, DirectoryEntry } from './Options.ts'

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
