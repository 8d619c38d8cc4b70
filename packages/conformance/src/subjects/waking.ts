import type { Storage } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { cast } from '../driving/Cast.ts'
import { pause, played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { Scene } from '../driving/Scene.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const start = (storage: Storage, id: string) => {
  const scene = new Scene(id)
  scene.start(cast.cleo, id)
  return played(storage, scene.commands)
}
const until = async (holds: () => boolean): Promise<void> => {
  for (let waited = 0; waited < 5000 && !holds(); waited += 20) await pause(20)
}

/** Hints, and closing. */
export const waking = (subject: StorageUnderTest): void => {
  const { capabilities } = subject
  describe('hint and close', () => {
    test(
      'a hint bears no content, and none comes after it was stopped',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const storage = await open(at)
        await value(storage.migrate)
        const writer = capabilities.durable ? await open(at) : storage
        const given: Array<ReadonlyArray<unknown>> = []
        const stop = storage.hint((...content: ReadonlyArray<unknown>) => given.push(content))
        await start(writer, 'first')
        await pause(300)
        stop()
        stop()
        const before = given.length
        await start(writer, 'second')
        await pause(300)
        expect(given.every((content) => content.length === 0)).toBe(true)
        expect(given).toHaveLength(before)
      }),
    )

    if (subject.hints === true) {
      test(
        'a hint comes after a commit of another handle, to everybody who asked',
        withPlaces(subject, async ({ open, place }) => {
          const at = place()
          const storage = await open(at)
          await value(storage.migrate)
          const writer = capabilities.durable ? await open(at) : storage
          const woken = new Set<number>()
          const stops = [1, 2].map((one) => storage.hint(() => woken.add(one)))
          await start(writer, 'first')
          await until(() => woken.size === 2)
          for (const stop of stops) stop()
          expect(woken.size).toBe(2)
        }),
      )
    }

    test(
      'closing never fails, not twice either, and calls after it answer without a throw',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await start(storage, 'first')
        storage.hint(() => undefined)
        expect((await storage.close())._tag).toBe('Right')
        expect((await storage.close())._tag).toBe('Right')
        expect(['Left', 'Right']).toContain((await storage.heads())._tag)
        expect(['Left', 'Right']).toContain((await storage.migrate())._tag)
      }),
    )

    if (!capabilities.durable) return
    test(
      'closing one handle leaves the others',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const storage = await open(at)
        await value(storage.migrate)
        const other = await open(at)
        await start(other, 'first')
        await storage.close()
        await start(other, 'second')
        expect((await value(other.heads))[0]?.head).toBeGreaterThan(1)
      }),
    )
  })
}
