import type { Command } from '@colloquy/core/engine'
import type { Receipt, Storage, Time } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { needsOf } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { loadOnly } from '../comparing/stateSeen.ts'
import { acme, cast, customer } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { begin, conversation, draft, message, Scene } from '../driving/Scene.ts'
import { office, officeIds } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const { anna, cleo, system } = cast
const stream = { tenant: acme, conversation: conversation('one') }

const told = (): Scene => {
  const scene = new Scene('told')
  scene.start(cleo, 'one', { subject: 'Quagga matters', message: draft('m1', 'My quagga is ill') })
  scene.post(anna, 'one', 'm2', 'What is a quagga?', { visibility: 'public' })
  scene.post(cleo, 'one', 'm3', 'A kind of zebra')
  return scene
}
const erasure = (of: Extract<Command, { _tag: 'EraseContent' }>['of']): ReadonlyArray<Command> => {
  const scene = told()
  scene.run(system, 'one', 'EraseContent', { of })
  return scene.commands
}

const receiptOf = (storage: Storage, actor: Receipt['actor'], commandId: string): Promise<Receipt | null> => {
  const id = commandId as Receipt['commandId']
  return loadOnly(storage, [needsOf(stream, { receipt: { actor, commandId: id } })], (loaded) =>
    loaded.receipt(acme, actor, id),
  )
}

/** Erasing content, and deleting old receipts. */
export const erasing = (subject: StorageUnderTest): void => {
  describe('erasing', () => {
    const cases = [
      ['somebody', { what: 'participant', who: customer('cleo') }, ['What is a quagga?']],
      ['a message', { what: 'message', messageId: message('m1') }, ['What is a quagga?', 'A kind of zebra']],
      ['a conversation', { what: 'conversation' }, []],
    ] as const
    test.each(cases)(
      'the content of %s leaves the log and search, and the facts stay',
      async (_title, of, left) =>
        withPlaces(subject, async ({ fresh, reference }) => {
          const storage = await fresh()
          const compared = reference()
          await played(storage, erasure(of))
          await played(compared, erasure(of))
          const log = await logOf(storage)
          const bodies = log.flatMap(({ event }) =>
            event.type === 'message-posted' ? [event.personal?.body] : [],
          )
          expect(bodies.filter((body) => body !== undefined)).toEqual(left)
          const facts = log.map(({ event }) => ({ ...event, personal: null, of: null }))
          const before = reference()
          await played(before, told().commands)
          const kept = (await logOf(before)).map(({ event }) => ({ ...event, personal: null, of: null }))
          expect(facts.slice(0, -1)).toEqual(kept)
          await sameThroughout(storage, compared, [stream.conversation])
          expect(await value(storage.refold(stream, foldRows, false))).toEqual([])
        })(),
    )

    test(
      'the hashes of what somebody gave go with it, and other people’s stay',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, erasure({ what: 'participant', who: customer('cleo') }))
        expect((await receiptOf(storage, customer('cleo'), 'told-1'))?.hash).toBeNull()
        expect((await receiptOf(storage, customer('cleo'), 'told-3'))?.hash).toBeNull()
        const needs = needsOf(stream, { startHash: true, messages: [message('m1'), message('m2')] })
        const state = await loadOnly(storage, [needs], (loaded) => loaded.state(stream))
        expect(state.startHash).toBeNull()
        expect(state.messages.known.get('m1')?.hash).toBeNull()
        expect(state.messages.known.get('m2')?.hash).toBe('hash-told-2')
        expect((await receiptOf(storage, { side: 'staff', id: anna.id }, 'told-2'))?.hash).toBe('hash-told-2')
      }),
    )

    test(
      'erasing again finds nothing, and erased content does not come back',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const scene = told()
        const of = { what: 'participant', who: customer('cleo') } as const
        scene.run(system, 'one', 'EraseContent', { of })
        scene.run(system, 'one', 'EraseContent', { of })
        await played(storage, scene.commands)
        await value(storage.refold(stream, foldRows, true))
        expect(JSON.stringify(await logOf(storage))).not.toContain('My quagga')
        expect(await value(storage.concerning(acme, customer('cleo')))).toEqual([])
      }),
    )

    test(
      'after scrub no byte that is kept holds what was erased',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const storage = await open(at)
        await value(storage.migrate)
        await played(storage, office())
        await played(storage, erasure({ what: 'conversation' }))
        const { complete } = await value(storage.scrub)
        expect(typeof complete).toBe('boolean')
        if (subject.bytes === undefined) return
        expect(complete).toBe(true)
        const kept = new TextDecoder('latin1').decode(await subject.bytes(at)).toLowerCase()
        expect(kept.includes('house')).toBe(true)
        for (const erased of ['quagga', 'xylophone of', 'kind of zebra'])
          expect(kept.includes(erased)).toBe(false)
      }),
    )

    test(
      'forget removes receipts of commands accepted before a time, and tells how many',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        await played(storage, told().commands)
        await played(compared, told().commands)
        const at = (seconds: number) => (begin + seconds * 1000) as Time
        expect(await value(storage.forget(at(1)))).toBe(0)
        expect(await value(storage.forget(at(3)))).toBe(2)
        expect(await value(storage.forget(at(3)))).toBe(0)
        expect(await receiptOf(storage, customer('cleo'), 'told-1')).toBeNull()
        expect((await receiptOf(storage, customer('cleo'), 'told-3'))?.hash).toBe('hash-told-3')
        await sameThroughout(storage, compared, [stream.conversation, ...officeIds.slice(0, 1)], ['Timeline'])
      }),
    )
  })
}
