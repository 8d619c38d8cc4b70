import type { CommandId, Receipt, TenantId } from '@colloquy/core/storage'
import { needsOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { loadOnly } from '../comparing/stateSeen.ts'
import { acme, cast, zeta } from '../driving/Cast.ts'
import { oneByOne, played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation, Scene } from '../driving/Scene.ts'
import { settledOf } from '../driving/settledOf.ts'
import { talk } from '../histories/talk.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const { anna, dora } = cast

/** A retry is recognised by its receipt. */
export const retrying = (subject: StorageUnderTest): void => {
  test(
    'a receipt is found again by tenant, actor and command alone, and is as it was written',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      const { needs, settled } = await settledOf(storage, talk().slice(0, 1))
      await value(storage.commit(needs, () => settled))
      const [written] = settled.receipts
      if (written === undefined) throw new Error('no receipt')
      const ask = (tenant: TenantId, { actor, commandId }: Pick<Receipt, 'actor' | 'commandId'>) => {
        const elsewhere = { tenant, conversation: conversation('elsewhere') }
        const need = needsOf(elsewhere, { receipt: { actor, commandId } })
        return loadOnly(storage, [need], (loaded) => loaded.receipt(tenant, actor, commandId))
      }
      const { actor, commandId } = written
      expect(await ask(acme, written)).toEqual(written)
      expect(await ask(zeta, written)).toBeNull()
      expect(await ask(acme, { actor: { ...actor, side: 'staff' }, commandId })).toBeNull()
      expect(await ask(acme, { actor, commandId: commandId.toUpperCase() as CommandId })).toBeNull()
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
      // Another command id has no receipt.
      const other = {
        ...leave,
        context: { ...leave.context, commandId: 'other' as typeof leave.context.commandId },
      }
      expect((await oneByOne(storage, [other])).map(E.isRight)).toEqual([false])
    }),
  )
}
