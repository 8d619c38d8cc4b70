import { readerKey, needsOf, recordStream } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { loadOnly } from '../comparing/stateSeen.ts'
import { sameStates } from '../comparing/sameThroughout.ts'
import { acme, cast, customer, order, staff, ticket, zeta } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { conversation, message } from '../driving/Scene.ts'
import { office, officeIds } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const stream = { tenant: acme, conversation: conversation('order') }

/** Loading for a decision. */
export const loading = (subject: StorageUnderTest): void => {
  describe('what is loaded', () => {
    test(
      'is as the reference loads it: seats, the assignee, messages, links, cursors at every place, what is around a message, hashes, texts and histories',
      withPlaces(subject, async ({ fresh, officeReference }) => {
        const storage = await fresh()
        const compared = await officeReference()
        await played(storage, office())
        await sameStates(storage, compared, [...officeIds, recordStream(order), recordStream(ticket)])
      }),
    )

    test(
      'all needs of one stream count together',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const needs = [
          needsOf(stream, { seats: [staff('anna')], links: [order] }),
          ...(subject.capabilities.batch === 'store' ? [needsOf({ ...stream, tenant: zeta })] : []),
          needsOf(stream, { seats: [customer('cleo')], messages: [message('m1')] }),
          needsOf(stream, { links: [ticket], startHash: true }),
        ]
        const state = await loadOnly(storage, needs, (loaded) => loaded.state(stream))
        expect(state.seats.known.get(readerKey(staff('anna')))).toBeTruthy()
        expect(state.seats.known.get(readerKey(customer('cleo')))).toBeTruthy()
        expect(state.messages.known.get('m1')).toBeTruthy()
        expect(state.links.known.size).toBe(2)
        expect(state.startHash).not.toBeNull()
      }),
    )

    test(
      'what was not asked for is never taken for absent',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const state = await loadOnly(storage, [needsOf(stream)], (loaded) => loaded.state(stream))
        for (const lookup of [state.seats, state.messages, state.links, state.reaches, state.neighbours]) {
          expect([...lookup.known.values()]).not.toContain(null)
          expect(lookup.others).toBe('unloaded')
        }
        const all = await loadOnly(storage, [needsOf(stream, { seats: 'all', links: 'all' })], (loaded) =>
          loaded.state(stream),
        )
        expect([all.seats.others, all.links.others]).toEqual(['absent', 'absent'])
      }),
    )

    test(
      'a conversation that is not there has no header',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        for (const key of [
          { tenant: acme, conversation: conversation('no such') },
          { tenant: acme, conversation: conversation('ORDER') },
          { tenant: zeta, conversation: conversation('picked') },
        ]) {
          const needs = needsOf(key, {
            seats: [staff('anna')],
            messages: [message('p1')],
            links: 'all',
            startHash: true,
          })
          const state = await loadOnly(storage, [needs], (loaded) => loaded.state(key))
          expect([state.header, state.startHash]).toEqual([null, null])
        }
      }),
    )

    test(
      'nothing is held where nobody else is at work, there or not there yet',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const ids = [...officeIds.slice(0, 3), conversation('no such'), recordStream(order)]
        const keys = ids.map((id) => ({ tenant: acme, conversation: id }))
        for (const some of [...keys.map((key) => [key]), keys]) {
          const needs = some.map((key) => needsOf(key))
          expect(await loadOnly(storage, needs, ({ held }) => some.map(held))).toEqual(some.map(() => false))
        }
      }),
    )

    test(
      'a ledger entry that is not there is null',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const commandId = 'unknown' as NonNullable<ReturnType<typeof needsOf>['receipt']>['commandId']
        const actor = { side: 'staff' as const, id: cast.anna.id }
        const need = needsOf(stream, { receipt: { actor, commandId } })
        expect(await loadOnly(storage, [need], (loaded) => loaded.receipt(acme, actor, commandId))).toBeNull()
      }),
    )
  })
}
