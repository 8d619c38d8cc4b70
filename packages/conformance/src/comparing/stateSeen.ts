import type {
  Actor,
  Loaded,
  Lookup,
  MessageId,
  Needs,
  State,
  Storage,
  StreamKey,
  Who,
} from '@colloquy/core/storage'
import type { RecordRef } from '@colloquy/core'
import { loaded as valuesOf } from '@colloquy/core/engine'
import { needsOf, placeKey, readerKey, recordKey } from '@colloquy/core/storage'
import { value } from '../driving/results.ts'
import { nothing } from '../driving/settledOf.ts'

/** Loads these needs and writes nothing. */
export const loadOnly = async <A>(
  storage: Storage,
  needs: ReadonlyArray<Needs>,
  see: (loaded: Loaded) => A,
): Promise<A> => {
  const seen: Array<A> = []
  await value(
    storage.commit(needs, (loaded) => {
      seen.push(see(loaded))
      return nothing
    }),
  )
  const last = seen.at(-1)
  if (last === undefined) throw new Error('settle was never called')
  return last
}

const loadedOf = <A>(lookup: Lookup<A>, keys: ReadonlyArray<string>): Readonly<Record<string, A | null>> =>
  Object.fromEntries(keys.map((key) => [`at ${key}`, at(lookup, key)]))

const at = <A>(lookup: Lookup<A>, key: string): A | null => {
  const found = lookup.known.get(key)
  if (found !== undefined) return found
  if (lookup.others === 'unloaded') throw new Error('a key that was asked for was not loaded')
  return null
}

const everything = <A>(lookup: Lookup<A>): unknown => ({
  others: lookup.others,
  known: [...lookup.known].filter(([, one]) => one !== null).toSorted(([a], [b]) => (a < b ? -1 : 1)),
})

/** Sequentially, because each load locks the conversation, and a long wait for that lock is `Unavailable`. */
const inTurn = async <A>(
  all: ReadonlyArray<A>,
  entry: (each: A) => Promise<readonly [string, unknown]>,
): Promise<Readonly<Record<string, unknown>>> => {
  const entries: Array<readonly [string, unknown]> = []
  for (const each of all) entries.push(await entry(each))
  return Object.fromEntries(entries)
}

/** Everything that needs can load of a stream for these people, messages and records, as plain values. */
export const stateSeen = async (
  storage: Storage,
  stream: StreamKey,
  people: ReadonlyArray<Actor>,
  messages: ReadonlyArray<MessageId>,
  records: ReadonlyArray<RecordRef>,
): Promise<Readonly<Record<string, unknown>>> => {
  const who = people.map(
    (actor): Who => ({ side: actor.kind === 'customer' ? 'customer' : 'staff', id: actor.id }),
  )
  const places = who.flatMap((reader) => [
    { reader, place: 'before-run' as const },
    { reader, place: 'before-last-countable' as const },
    ...messages.flatMap((id) => [
      { reader, place: { at: id } },
      { reader, place: { before: id } },
    ]),
  ])
  const ask = async (some: Parameters<typeof needsOf>[1], see: (state: State) => unknown): Promise<unknown> =>
    loadOnly(storage, [needsOf(stream, some)], (loaded) => see(loaded.state(stream)))
  return {
    header: await ask({}, (state) => state.header),
    seats: await ask({ seats: who }, (state) => loadedOf(state.seats, who.map(readerKey))),
    allSeats: await ask({ seats: 'all' }, (state) => everything(state.seats)),
    assignee: await ask({ assignee: true }, (state) => valuesOf(state.seats)),
    messages: await ask({ messages }, (state) => loadedOf(state.messages, messages)),
    links: await ask({ links: records }, (state) => loadedOf(state.links, records.map(recordKey))),
    allLinks: await ask({ links: 'all' }, (state) => everything(state.links)),
    reaches: await ask({ reaches: places }, (state) =>
      loadedOf(
        state.reaches,
        places.map(({ reader, place }) => placeKey(reader, place)),
      ),
    ),
    neighbours: await ask({ neighbours: messages }, (state) => loadedOf(state.neighbours, messages)),
    startHash: await ask({ startHash: true }, (state) => state.startHash),
    unaskedHash: await ask({}, (state) => state.startHash),
    personal: await ask({ personal: true, seats: 'all' }, (state) => [
      state.subject,
      everything(state.contacts),
    ]),
    contacts: await ask({ personal: true, seats: who }, (state) =>
      loadedOf(state.contacts, who.map(readerKey)),
    ),
    followers: await inTurn(who, async (recordFollower) => [
      readerKey(recordFollower),
      await ask({ recordFollower }, (state) => loadedOf(state.recordFollowers, [readerKey(recordFollower)])),
    ]),
    histories: await inTurn(people, async (actor) => [
      `${actor.kind} ${actor.id}`,
      await ask({ customerHistory: actor }, (state) => state.customerHistory),
    ]),
  }
}
