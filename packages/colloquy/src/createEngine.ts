import { randomUUID } from 'node:crypto'
import { types } from 'node:util'
import type { Policies, Recorded, TenantId, Time } from '@colloquy/core'
import { guards, presets } from '@colloquy/core'
import type { Engine } from './Engine.ts'
import type { GroupCommit } from './groupCommit.ts'
import { groupCommit } from './groupCommit.ts'
import { firstTime, lastTime } from './input/values.ts'
import { defaultLimits } from './Limits.ts'
import { peopleFrom } from './lookups.ts'
import { recordsFrom, recordTypesOf } from './naming.ts'
import type { Options, PresetName } from './Options.ts'
import { hashing, remembering, sealing } from './sealing.ts'
import { timedIds } from './timedIds.ts'

/** The rows of some dozens of people's lists. */
const tokensRemembered = 4096

/** Puts the running library together from what the host chose. */
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
          detail: error instanceof Error ? error.name : 'unknown',
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
    newId: options.newId ?? timedIds(),
    newMessageId: options.newId ?? randomUUID,
    limits,
    seal,
    pageSeal: remembering(seal, tokensRemembered),
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

/** Looks at the clock when it is opened, too: one that tells no time is a programmer's error, whatever the storage. */
const clockFrom = (clock: NonNullable<Options['clock']> = Date.now): Engine['clock'] => {
  const read = (): Time => timeFrom(clock())
  read()
  return read
}

const timeFrom = (told: unknown): Time => {
  const milliseconds = types.isDate(told) ? told.getTime() : told
  if (typeof milliseconds === 'number' && milliseconds >= firstTime && milliseconds <= lastTime)
    return Math.trunc(milliseconds) as Time
  throw new TypeError('clock: it must answer a valid Date, or milliseconds since 1970')
}

/** Throws for a preset that does not exist: a programmer's error. */
const policiesFrom = (choice: NonNullable<Options['policies']>): ((tenant: TenantId) => Policies) => {
  if (typeof choice === 'function') return (tenant) => policiesNamed(choice(tenant))
  const policies = policiesNamed(choice)
  return () => policies
}

const policiesNamed = (choice: PresetName | Policies): Policies => {
  const policies =
    typeof choice === 'string' ? (Object.hasOwn(presets, choice) ? presets[choice] : undefined) : choice
  if (typeof policies !== 'object' || policies === null) {
    const names = Object.keys(presets).join(', ')
    throw new TypeError(`policies: there is no preset ${JSON.stringify(choice)}, but ${names}`)
  }
  for (const type of ['customer', 'internal'] as const) {
    if (!guards.includes(policies[type].guard)) {
      throw new TypeError(`policies.${type}.guard: give one of ${guards.join(', ')}`)
    }
  }
  return policies
}
