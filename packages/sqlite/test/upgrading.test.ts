import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import * as colloquy from '../../colloquy/src/index.ts'
import { expect, test } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import {
  besidesCommands,
  bodies,
  type Change,
  type Code,
  goesOn,
  harmless,
  isRight,
  renaming,
  startedOn,
  tomorrow as tomorrowWith,
  writeInTurns,
} from '../../colloquy/test/support/tomorrow.ts'
import { sqlite } from '../src/index.ts'
import { needed } from '../src/schema.ts'
import { reasonOf } from '../../colloquy/test/support/reasonOf.ts'
import { newFile } from './support/desk.ts'

/** A file as version 1 of the schema left it, with a few conversations. */
const stored = gunzipSync(readFileSync(new URL('support/version-1.sqlite.gz', import.meta.url)))
const storedFile = (): string => {
  const filename = newFile()
  writeFileSync(filename, stored)
  return filename
}

const tomorrow = (...changes: ReadonlyArray<Change>) =>
  tomorrowWith(
    () => import('../src/migrations/migrations.ts'),
    () => import('../src/index.ts'),
    changes,
  )

const today = { sqlite, ...colloquy }

const started = (filename: string, { sqlite: storage, ...code }: Code & { readonly sqlite: typeof sqlite }) =>
  startedOn(storage({ filename }), code)

test('a stored file of version 1 is opened: all that it holds is there, is right, and goes on', async () => {
  const now = await started(storedFile(), today)
  await goesOn(now)
  await now.chat.close()
})

test('after a migration that lets them, processes of two versions write in turns, and every row is right', async () => {
  const filename = storedFile()
  const old = await started(filename, today)
  const young = await started(filename, await tomorrow(harmless))
  await writeInTurns(old, young)
  for (const { chat } of [old, young]) await chat.close()
})

test('after a migration that does not, whoever writes by the old code is told SchemaOutdated, and no row is wrong', async () => {
  const filename = storedFile()
  const host = new Database(filename)
  const old = await started(filename, today)
  const hosted = await colloquy.openConversations({ storage: sqlite({ database: host }) })
  await old.cleo.post({ conversationId: 'order-7', body: 'before' })
  const young = await started(filename, await tomorrow(renaming))
  const outdated = { _tag: 'SchemaOutdated', found: needed + 1, needed }
  const cleo = colloquy.actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: colloquy.roles.customer })
  expect(await reasonOf(old.cleo.post({ conversationId: 'order-7', body: 'after' }))).toEqual(outdated)
  expect(await reasonOf(old.anna.markNoReplyNeeded({ conversationId: 'order-7' }))).toEqual(outdated)
  expect(await reasonOf(old.chat.rebuild())).toEqual(outdated)
  host.exec('begin')
  const within = async () =>
    hosted.within(host).as(cleo).post({ conversationId: 'order-7', body: 'by the host' })
  expect(await reasonOf(within())).toEqual(outdated)
  host.exec('commit')
  await young.anna.markNoReplyNeeded({ conversationId: 'order-7' })
  expect(
    (await bodies(young)).filter((body) => ['before', 'after', 'by the host'].includes(String(body))),
  ).toEqual(['before'])
  await isRight(young)
  for (const { chat } of [old, young]) await chat.close()
  await hosted.close()
  host.close()
})

test('nor does the old code write anything else then: what subscriptions note, what is mended or forgotten', async () => {
  const filename = storedFile()
  await (await started(filename, today)).chat.close()
  const storage = sqlite({ filename })
  const write = await besidesCommands(storage)
  for (const written of await write()) expect(E.isRight(written)).toBe(true)
  const young = await started(filename, await tomorrow(renaming))
  const outdated = E.left({ _tag: 'SchemaOutdated', found: needed + 1, needed })
  expect(await write()).toEqual(Array.from({ length: 8 }, () => outdated))
  // What it holds it may give back: the code of tomorrow goes on with it.
  expect(await storage.checkpoints.release('mails', 'old')()).toEqual(E.right(undefined))
  await young.chat.close()
  await storage.close()
})
