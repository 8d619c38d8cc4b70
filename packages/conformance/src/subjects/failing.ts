import type { Position, Storage, StreamKey, TenantId, Time, Viewer } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { needsOf, viewerOf } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { logOf } from '../comparing/sameThroughout.ts'
import { acme, cast, customer } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { refusalOf } from '../driving/refusalOf.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation } from '../driving/Scene.ts'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const awkward = ["it's", '"', '%', '\\', '\u{1F600}', '', ' ', '$1', '?', '__proto__', 'x'.repeat(5000)]

/** Every call, with a text that is no id. */
const calls = (storage: Storage, viewer: Viewer, text: string): ReadonlyArray<() => Promise<unknown>> => {
  const tenant = text as TenantId
  const id = conversation(text)
  const stream: StreamKey = { tenant: acme, conversation: id }
  const who = { ...customer('cleo'), id: cast.cleo.id }
  const { checkpoints } = storage
  return [
    storage.migrate,
    storage.schema,
    storage.secret,
    storage.commit([needsOf(stream, { seats: [who] })], () => ({
      events: [],
      changes: [{ _tag: 'erase', ...stream, of: { what: 'participant', who } }],
      receipts: [],
      positionsOf: [],
    })),
    storage.query({ _tag: 'Participants', conversation: id }, viewer),
    storage.query({ _tag: 'Conversations', ids: [id] }, { ...viewer, tenant }),
    storage.query({ _tag: 'Counts', records: [{ type: text, id: text }] }, viewer),
    storage.query({ _tag: 'Linked', records: [{ type: text, id: text }] }, viewer),
    storage.read({ tenant, after: 0 as Position }, 10),
    storage.read({ stream, after: 0 }, 10),
    storage.heads,
    storage.streams(stream, 10),
    storage.streams({ ...stream, tenant }, 10),
    storage.concerning(tenant, who),
    storage.refold(stream, foldRows, true),
    storage.strays(true),
    storage.scrub,
    storage.forget(0 as Time),
    checkpoints.claim({ name: text, owner: text, now: 0 as Time, lease: 1, limit: 1 }),
    checkpoints.positions(text, 3),
    checkpoints.behind(text),
    checkpoints.advance(text, tenant, [{ slot: 63, epoch: 99 }], 1 as Position),
    checkpoints.release(text, text),
    checkpoints.held(text, 'all'),
    checkpoints.held(text, { dueBy: 0 as Time }),
    checkpoints.held(text, { stream }),
    checkpoints.hurry(text, stream),
    checkpoints.letGo({ name: text, stream, position: 1 as Position }, { slot: 63, epoch: 99 }),
    checkpoints.waiting(text, tenant, 1 as Position),
  ]
}

/** Errors are answered without content. */
export const failing = (subject: StorageUnderTest): void => {
  describe('failing', () => {
    test(
      'no call throws or rejects, whatever it names, and none of them changes the log',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const before = await logOf(storage)
        const viewer = viewerOf(cast.anna, { indicatorScope: 'mine' })
        for (const text of awkward) {
          for (const call of calls(storage, viewer, text))
            expect(await call()).toHaveProperty('_tag', 'Right')
        }
        expect(await logOf(storage)).toEqual(before)
      }),
    )

    test(
      'a task does nothing until it is run, and runs anew each time',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const { heads } = storage
        expect(await value(heads)).toEqual([])
        const writing = storage.commit([], () => {
          throw new Error('ran too early')
        })
        expect(typeof writing).toBe('function')
        await played(storage, office())
        expect(await value(heads)).toHaveLength(2)
      }),
    )

    test(
      'a fault in the code is thrown as what it is, nothing is written, and the storage goes on',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const faulty = storage.commit([needsOf({ tenant: acme, conversation: conversation('one') })], () => {
          throw new RangeError('a fault in the code')
        })
        await expect(faulty()).rejects.toThrow(RangeError)
        expect(await logOf(storage)).toEqual([])
        await played(storage, office())
      }),
    )

    test(
      'a handle that is no transaction of the storage’s is refused by an error',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const viewer = viewerOf(cast.anna, { indicatorScope: 'mine' })
        for (const handle of [null, undefined, 0, 'nonsense', {}, Symbol('x'), () => undefined]) {
          const refused = await refusalOf(storage, handle, { _tag: 'Head' }, viewer)
          expect(refused).toEqual({ _tag: 'TransactionRefused', detail: expect.stringMatching(/\w/) })
        }
      }),
    )

    if (subject.tamper === undefined) return
    const { tamper } = subject
    test(
      'events can’t be changed or deleted, not even beneath the storage',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const storage = await open(at)
        await value(storage.migrate)
        await played(storage, office())
        const before = await logOf(storage)
        const attempts = tamper(at)
        expect(attempts.length).toBeGreaterThan(0)
        for (const attempt of attempts) {
          await expect((async () => attempt())()).rejects.toBeDefined()
        }
        expect(await logOf(storage)).toEqual(before)
      }),
    )
  })
}
