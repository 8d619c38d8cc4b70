import type { Storage } from '@colloquy/core/storage'
import type pg from 'pg'
import { postgres } from '../../src/index.ts'

type Place = { schema: string; opened: number; bound: boolean }

/** Empties the tables of a schema as only its owner may, and gives it another secret. */
const wipe = (schema: string): string => `do $$
declare t text;
begin
  set local session_replication_role = replica;
  for t in select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname = '${schema}' and tablename <> 'colloquy_meta' loop
    execute 'delete from ' || t;
  end loop;
  update ${schema}.colloquy_meta set value = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
  where key = 'secret';
end $$`

/**
 * Places for storages, each a schema. A schema whose storages are all closed is wiped and serves another place: the
 * statements of a schema are planned once, which takes longer than most tests. A place gets one with tables in it when
 * it is migrated, and has none before.
 */
export const placesOn = (pool: () => pg.Pool) => {
  const places = new Map<string, Place>()
  const free: Array<string> = []
  let count = 0

  const placeOf = (name: string): Place => {
    const known = places.get(name)
    if (known !== undefined) return known
    for (const [other, { schema, opened, bound }] of places) {
      if (opened > 0) continue
      if (bound) free.push(schema)
      places.delete(other)
    }
    const made = { schema: `place_${(count += 1)}`, opened: 0, bound: false }
    places.set(name, made)
    return made
  }

  const bind = async (place: Place): Promise<void> => {
    if (place.bound) return
    place.bound = true
    const used = free.pop()
    if (used === undefined) return
    place.schema = used
    await pool().query(wipe(used))
  }

  /** A storage of a place, over a pool: which schema that is may be decided later. */
  const open = (name: string, from: () => pg.Pool = pool): Storage => {
    const place = placeOf(name)
    place.opened += 1
    const made = new Map<string, Storage>()
    let closed = false
    let binding: Promise<void> | null = null
    const inner = (): Storage => {
      const known = made.get(place.schema)
      if (known !== undefined) return known
      const storage = postgres({ pool: from(), schema: place.schema })
      made.set(place.schema, storage)
      return storage
    }
    const first = inner()
    return {
      ...first,
      migrate: async () => {
        binding ??= bind(place)
        await binding
        return inner().migrate()
      },
      schema: () => inner().schema(),
      secret: () => inner().secret(),
      commit: (needs, settle) => () => inner().commit(needs, settle)(),
      query: (query, viewer) => () => inner().query(query, viewer)(),
      within: (handle) => inner().within(handle),
      read: (of, limit) => () => inner().read(of, limit)(),
      heads: () => inner().heads(),
      streams: (after, limit) => () => inner().streams(after, limit)(),
      strays: (write) => () => inner().strays(write)(),
      concerning: (tenant, who) => () => inner().concerning(tenant, who)(),
      refold: (stream, fold, write) => () => inner().refold(stream, fold, write)(),
      scrub: () => inner().scrub(),
      forget: (before) => () => inner().forget(before)(),
      checkpoints: {
        claim: (claim) => () => inner().checkpoints.claim(claim)(),
        positions: (named, slot) => () => inner().checkpoints.positions(named, slot)(),
        behind: (named) => () => inner().checkpoints.behind(named)(),
        advance: (named, tenant, slots, position) => () =>
          inner().checkpoints.advance(named, tenant, slots, position)(),
        release: (named, owner) => () => inner().checkpoints.release(named, owner)(),
        begin: (named, places) => () => inner().checkpoints.begin(named, places)(),
        hold: (held, slot) => () => inner().checkpoints.hold(held, slot)(),
        held: (named, which) => () => inner().checkpoints.held(named, which)(),
        hurry: (named, stream) => () => inner().checkpoints.hurry(named, stream)(),
        letGo: (held, slot) => () => inner().checkpoints.letGo(held, slot)(),
        waiting: (named, tenant, upTo) => () => inner().checkpoints.waiting(named, tenant, upTo)(),
      },
      hint: (wake) => inner().hint(wake),
      close: async () => {
        if (!closed) place.opened -= 1
        closed = true
        const answers = await Promise.all([...made.values()].map((storage) => storage.close()))
        return answers[0] ?? inner().close()
      },
    }
  }

  return { open, schemaOf: (name: string): string => placeOf(name).schema }
}
