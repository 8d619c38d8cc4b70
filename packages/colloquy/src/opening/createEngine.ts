import { randomUUID } from 'node:crypto'
import { types } from 'node:util'
import type { Recorded, Time } from '@colloquy/core/storage'
import { firstTime, lastTime } from '@colloquy/core/engine'
import type { Engine } from '../engine/Engine.ts'
import type { GroupCommit } from '../committing/queue.ts'
import { groupCommit } from '../committing/queue.ts'
import * as E from 'fp-ts/lib/Either.js'
import { kindOf } from '../engine/kindOf.ts'
import { decodeGiven, defaultLimits, id } from '@colloquy/core/decoding'
import { peopleFrom, recordsFrom, recordTypesOf } from './lookups.ts'
import type { Options } from './Options.ts'
import { policiesFrom } from './policiesFrom.ts'
import { hashing, cached, sealing } from './sealing.ts'
import { timedIds } from './timedIds.ts'

/** Capacity of the cache of row tokens: the rows of some dozens of people's lists. */
const tokensRemembered = 4096

/** Builds the engine from the host's options. */
export const createEngine = (
  options: Options,
  secret: string,
): { readonly engine: Engine; readonly commits: GroupCommit } => {
  const listeners = new Set<(events: ReadonlyArray<Recorded>) => void>()
  const log = options.log ?? (() => {})
  const announce = (events: ReadonlyArray<Recorded>): void => {
    for (const listener of Array.from(listeners)) {
      try {
        listener(events)
      } catch (error) {
        log({
          level: 'error',
          what: 'a listener failed',
          detail: kindOf(error),
        })
      }
    }
  }
  const commits = groupCommit(options.storage, announce)
  const seal = sealing(secret)
  const limits = { ...defaultLimits, ...options.limits }
  const engine: Engine = {
    storage: options.storage,
    policiesOf: policiesFrom(options.policies ?? 'helpdesk'),
    clock: clockFrom(options.clock),
    newId: idsFrom(options.newId) ?? timedIds(),
    newMessageId: idsFrom(options.newId) ?? randomUUID,
    limits,
    seal,
    pageSeal: cached(seal, tokensRemembered),
    hash: hashing(secret),
    submit: commits.submit,
    people: peopleFrom(options.directory),
    records: recordsFrom(options.records, limits.subject),
    recordTypes: recordTypesOf(options.records),
    announce,
    onCommitted: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    log,
  }
  return { engine, commits }
}

/** Calls the clock once when opening: an invalid clock is a `TypeError` then, not at the first command. */
const clockFrom = (clock: NonNullable<Options['clock']> = Date.now): Engine['clock'] => {
  const read = (): Time => {
    const time = timeFrom(clock())
    if (time === null) throw new TypeError('clock: it must answer a valid Date, or milliseconds since 1970')
    return time
  }
  read()
  return read
}

/** The time that a host tells, as a `Date` or in milliseconds; null for what is none. */
export const timeFrom = (told: unknown): Time | null => {
  const milliseconds = types.isDate(told) ? told.getTime() : told
  return typeof milliseconds === 'number' && milliseconds >= firstTime && milliseconds <= lastTime
    ? (Math.trunc(milliseconds) as Time)
    : null
}

const ofIds = { field: 'newId', whole: 'newId', limits: defaultLimits }

/** Validates what the host's `newId` makes, so that an invalid id is a `TypeError` before it is stored. */
const idsFrom = (newId: Options['newId']): Engine['newId'] | undefined => {
  if (newId === undefined) return undefined
  const make = (): string => {
    const made: unknown = newId()
    if (typeof made === 'string' && E.isRight(decodeGiven(id, made, ofIds))) return made
    throw new TypeError('newId: it must answer a new text of 1 to 200 bytes, without control characters')
  }
  make()
  return make
}
