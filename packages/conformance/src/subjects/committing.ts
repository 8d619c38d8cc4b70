import type { Command, Committed, Needs, Recorded, Settled, Storage, Version } from '@colloquy/core'
import { handle, isSettled, needsOf } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { acme, cast, zeta } from '../driving/Cast.ts'
import { oneByOne, played, together } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { failure, right, value } from '../driving/results.ts'
import { conversation, draft, Scene } from '../driving/Scene.ts'
import { office, officeIds } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const { anna, cleo, cora, dora, zoe } = cast
const stream = { tenant: acme, conversation: conversation('one') }

const begun = (): ReadonlyArray<Command> => {
  const scene = new Scene('begun')
  scene.start(cleo, 'one', { message: draft('m1', 'first') })
  scene.post(anna, 'one', 'm2', 'second', { visibility: 'public' })
  return scene.commands
}
const posts = (name: string, on: string, count: number): ReadonlyArray<Command> => {
  const scene = new Scene(name)
  for (let at = 0; at < count; at++) scene.post(cleo, on, `${name}-${at}`, `text ${at}`)
  return scene.commands
}

/** What a batch would write, kept to be written otherwise. */
const settledOf = async (storage: Storage, commands: ReadonlyArray<Command>) => {
  const batch = handle(commands)
  const kept: Array<Exclude<Settled, { more: unknown }>> = []
  await value(
    storage.commit(batch.needs, (loaded) => {
      const settled = batch.settle(loaded)
      if ('more' in settled) return settled
      kept.push(settled)
      return { events: [], changes: [], receipts: [], positionsOf: [] }
    }),
  )
  const last = kept.at(-1)
  if (last === undefined) throw new Error('nothing was settled')
  return { needs: batch.needs, settled: last }
}

const everything = async (storage: Storage) =>
  JSON.stringify([await value(storage.heads), await logOf(storage), await value(storage.streams(null, 100))])

/** Commits: whole or not at all, in order, under locks. */
export const committing = (subject: StorageUnderTest): void => {
  const { capabilities } = subject
  describe('commit', () => {
    test(
      'writes events, rows and receipts together: what follows sees them',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        expect(await oneByOne(storage, begun())).toEqual(await oneByOne(compared, begun()))
        await sameThroughout(storage, compared, [stream.conversation])
        expect(await oneByOne(storage, begun())).toEqual(await oneByOne(compared, begun()))
      }),
    )

    const spoils: ReadonlyArray<
      readonly [string, (events: ReadonlyArray<Recorded>) => ReadonlyArray<Recorded>]
    > = [
      ['whose version is taken', (events) => events.map((event) => ({ ...event, version: 1 as Version }))],
      [
        'that leaves a gap',
        (events) => events.map((event) => ({ ...event, version: (event.version + 1) as Version })),
      ],
      ['given twice', (events) => [...events, ...events.slice(-1)]],
    ]
    test.each(spoils)('an event %s: an error, and nothing at all is written', async (_title, spoil) =>
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        await played(storage, begun())
        await played(compared, begun())
        const { needs, settled } = await settledOf(storage, posts('spoiled', 'one', 1))
        const before = await everything(storage)
        const found = await failure(
          storage.commit(needs, () => ({ ...settled, events: spoil(settled.events) })),
        )
        expect(found).not.toBeNull()
        expect(await everything(storage)).toBe(before)
        await sameThroughout(storage, compared, [stream.conversation])
        // It is not in the way of what comes after.
        await played(storage, posts('after', 'one', 1))
      })(),
    )

    test(
      'a receipt that is taken: an error, and nothing at all is written',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, begun())
        const { needs, settled } = await settledOf(storage, posts('first', 'one', 1))
        await value(storage.commit(needs, () => settled))
        const next = await settledOf(storage, posts('second', 'one', 1))
        const before = await everything(storage)
        const taken = { ...next.settled, receipts: settled.receipts }
        expect(await failure(storage.commit(next.needs, () => taken))).not.toBeNull()
        expect(await everything(storage)).toBe(before)
      }),
    )

    test(
      'positions are contiguous in each tenant, in the order of commits, one for each event',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const scene = new Scene('positions')
        scene.start(cleo, 'one', { message: draft('m1', 'first') })
        scene.start(zoe, 'other', { type: 'internal' })
        scene.post(cleo, 'one', 'm2', 'second')
        scene.post(zoe, 'other', 'n1', 'third')
        const accepted = await played(storage, scene.commands)
        for (const tenant of [acme, zeta]) {
          const told = accepted
            .flatMap(({ events }) => events)
            .filter((event) => event.tenant === tenant)
            .map(({ position }) => position)
          const counted = told.map((_, at) => at + 1)
          expect(told).toEqual(counted)
          expect((await logOf(storage, tenant)).map(({ position }) => position)).toEqual(counted)
        }
      }),
    )

    test(
      'versions are gapless in each stream, and each reader has a stream of their own',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const last = new Map<string, number>()
        for (const { conversation: id, reader, version } of await logOf(storage)) {
          const key = JSON.stringify([id, reader])
          expect(version).toBe((last.get(key) ?? 0) + 1)
          last.set(key, version)
        }
        expect([...last.keys()].some((key) => key.includes('"side":"staff"'))).toBe(true)
      }),
    )

    test(
      'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
      withPlaces(subject, async ({ fresh, reference }) => {
        const ask = async (storage: Storage): Promise<Committed> => {
          await played(storage, begun())
          const scene = new Scene('reads')
          scene.run(anna, 'one', 'MarkUnread', {
            from: null,
            for: { side: 'staff', id: anna.id },
            confirm: false,
          })
          const [read] = await played(storage, scene.commands)
          expect(read?.changed).toBe(true)
          const reader = { side: 'staff' as const, id: anna.id }
          const positionsOf = [
            { stream, reader: null, version: 1 as Version },
            { stream, reader: null, version: 2 as Version },
            { stream, reader, version: 1 as Version },
            { stream, reader, version: 9 as Version },
            { stream, reader: null, version: 999 as Version },
            ...(capabilities.batch === 'store'
              ? [{ stream: { ...stream, tenant: zeta }, reader: null, version: 1 as Version }]
              : []),
          ]
          return value(
            storage.commit([needsOf(stream)], () => ({ events: [], changes: [], receipts: [], positionsOf })),
          )
        }
        const found = await ask(await fresh())
        expect(found).toEqual(await ask(reference()))
        expect(found.positions).toEqual([])
        expect(found.positionsOf[0]).toBe(1)
        expect(new Set(found.positionsOf.slice(3))).toEqual(new Set([null]))
      }),
    )

    test(
      'positionsOf may name events of the same batch',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, begun())
        const { needs, settled } = await settledOf(storage, posts('same', 'one', 2))
        const positionsOf = settled.events.map(({ reader, version }) => ({ stream, reader, version }))
        const committed = await value(storage.commit(needs, () => ({ ...settled, positionsOf })))
        expect(committed.positionsOf).toEqual(committed.positions)
      }),
    )

    test(
      'while settle asks for more, it is called again with all that was asked for so far',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, begun())
        const who = { side: 'staff' as const, id: anna.id }
        const other = { ...stream, conversation: conversation('not there') }
        const rounds: ReadonlyArray<ReadonlyArray<Needs>> = [
          [needsOf(stream, { seats: [who] })],
          [needsOf(other)],
          [needsOf(stream, { messages: [draft('m2', '').messageId] })],
        ]
        const seen: Array<string> = []
        await value(
          storage.commit([needsOf(stream)], (loaded) => {
            const state = loaded.state(stream)
            const known = [state.seats.known.has('staff:anna'), state.messages.known.has('m2')]
            seen.push(JSON.stringify([state.header?.version, ...known]))
            if (seen.length > 2) expect(loaded.state(other).header).toBeNull()
            const more = rounds[seen.length - 1]
            return more === undefined ? { events: [], changes: [], receipts: [], positionsOf: [] } : { more }
          }),
        )
        const version = (await logOf(storage)).filter(({ reader }) => reader === null).length
        const expected = [
          [version, false, false],
          [version, true, false],
          [version, true, false],
          [version, true, true],
        ].map((one) => JSON.stringify(one))
        // A storage may begin again, and then repeats what it showed.
        expect([...new Set(seen)]).toEqual([...new Set(expected)])
      }),
    )

    test(
      'large batches come to the same as in the reference',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        const commands = office()
        for (let at = 0; at < commands.length; at += 40) {
          const part = commands.slice(at, at + 40).filter((command) => command.context.actor.tenant === acme)
          expect(await together(storage, part)).toEqual(await together(compared, part))
        }
        await sameThroughout(storage, compared, officeIds.slice(0, 12))
      }),
    )

    test(
      'a command that is refused harms none beside it',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, begun())
        const scene = new Scene('mixed')
        scene.post(cleo, 'one', 'a', 'fine')
        scene.post(cora, 'one', 'b', 'not in it')
        scene.post(cleo, 'one', 'c', 'fine, too')
        const decided = await together(storage, scene.commands)
        expect(decided.map(E.isRight)).toEqual([true, false, true])
      }),
    )

    test(
      'as many batches at a time as there are lanes, each with conversations of its own, all come through',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const lanes = Array.from({ length: capabilities.lanes ?? 1 }, (_, lane) => [`a${lane}`, `b${lane}`])
        const scene = new Scene('lanes')
        for (const id of lanes.flat()) scene.start(cleo, id, { message: draft('m1', 'first') })
        await played(storage, scene.commands)
        await Promise.all(
          lanes.map(async (ids) => {
            for (let round = 0; round < 10; round++) {
              const batch = handle(ids.flatMap((id) => posts(`${id}-${round}`, id, 2)))
              const outcomes = batch.outcomes(await value(storage.commit(batch.needs, batch.settle)))
              expect(outcomes.map((outcome) => isSettled(outcome) && E.isRight(outcome))).toEqual(
                outcomes.map(() => true),
              )
            }
          }),
        )
        const log = await logOf(storage)
        expect(log.map(({ position }) => position)).toEqual(log.map((_, at) => at + 1))
        const posted = log.filter(({ event }) => event.type === 'message-posted')
        expect(posted).toHaveLength(lanes.flat().length * 21)
      }),
    )

    if (capabilities.batch === 'store') {
      test(
        'one batch may hold commands of several tenants',
        withPlaces(subject, async ({ fresh }) => {
          const storage = await fresh()
          const scene = new Scene('tenants')
          scene.start(cleo, 'one', { message: draft('m1', 'first') })
          scene.start(zoe, 'one', { type: 'internal', message: draft('m1', 'first') })
          const decided = await together(storage, scene.commands)
          expect(decided.map(E.isRight)).toEqual([true, true])
          expect((await logOf(storage, acme))[0]?.position).toBe(1)
          expect((await logOf(storage, zeta))[0]?.position).toBe(1)
        }),
      )
    }

    test(
      'a receipt is found again by tenant, actor and command alone, and is as it was written',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const { needs, settled } = await settledOf(storage, begun().slice(0, 1))
        await value(storage.commit(needs, () => settled))
        const [written] = settled.receipts
        if (written === undefined) throw new Error('no receipt')
        const ask = async (
          tenant: typeof acme,
          actor: typeof written.actor,
          commandId: typeof written.commandId,
        ) => {
          const found: Array<unknown> = []
          const need = needsOf(
            { tenant, conversation: conversation('elsewhere') },
            { receipt: { actor, commandId } },
          )
          await value(
            storage.commit([need], (loaded) => {
              found.push(loaded.receipt(tenant, actor, commandId))
              return { events: [], changes: [], receipts: [], positionsOf: [] }
            }),
          )
          return found.at(-1)
        }
        expect(await ask(acme, written.actor, written.commandId)).toEqual(written)
        expect(await ask(zeta, written.actor, written.commandId)).toBeNull()
        expect(await ask(acme, { ...written.actor, side: 'staff' }, written.commandId)).toBeNull()
        expect(await ask(acme, written.actor, 'BEGUN-1' as typeof written.commandId)).toBeNull()
      }),
    )

    test(
      'somebody who left is still answered when they say so again',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const scene = new Scene('leaving')
        scene.start(anna, 'one', { type: 'internal' })
        scene.run(anna, 'one', 'Join', {
          participant: { side: 'staff', id: dora.id },
          kind: 'staff',
          contact: null,
        })
        scene.run({ ...dora, capabilities: new Set(['participants.manage'] as const) }, 'one', 'Leave', {
          participant: { side: 'staff', id: dora.id },
        })
        await played(storage, scene.commands)
        const [, , leave] = scene.commands
        if (leave === undefined) throw new Error('no command')
        const again = await played(storage, [leave])
        expect(again[0]?.changed).toBe(true)
        // Another command of theirs finds nothing there.
        const other = {
          ...leave,
          context: { ...leave.context, commandId: 'other' as typeof leave.context.commandId },
        }
        expect((await oneByOne(storage, [other])).map(E.isRight)).toEqual([false])
      }),
    )

    test(
      'commands that meet on one conversation are all accepted, once each, in one order',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const first = await open(at)
        await value(first.migrate)
        await played(first, begun())
        const handles = capabilities.durable ? [first, await open(at), await open(at)] : [first, first, first]
        await Promise.all(
          handles.map(async (storage, at) => {
            for (const command of posts(`writer-${at}`, 'one', 15)) {
              expect(right(E.right((await together(storage, [command])).map(E.isRight)))).toEqual([true])
            }
          }),
        )
        const log = await value(first.read({ stream, after: 0 }, 1000))
        const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
        expect(new Set(posted).size).toBe(posted.length)
        expect(posted).toHaveLength(2 + 45)
        expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1))
      }),
    )

    if (!capabilities.durable) return
    test(
      'what was committed is there for another handle at once, and after this one is closed',
      withPlaces(subject, async ({ open, place, reference }) => {
        const at = place()
        const first = await open(at)
        await value(first.migrate)
        const second = await open(at)
        const compared = reference()
        await played(compared, begun())
        await played(first, begun())
        await sameThroughout(second, compared, [stream.conversation])
        await first.close()
        await sameThroughout(await open(at), compared, [stream.conversation])
        expect(await value((await open(at)).secret)).toBe(await value(second.secret))
      }),
    )
  })
}
