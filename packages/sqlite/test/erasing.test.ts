import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { commit, eraseMessage, newFile, post, right, start } from './support/desk.ts'

const bytes = (filename: string): string =>
  ['', '-wal']
    .map((end) => filename + end)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file).toString('latin1'))
    .join('')

test('what was erased is in no byte of the files once they are scrubbed', async () => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  right(await commit(storage, start('one')))
  for (let i = 0; i < 30; i++) right(await commit(storage, post('one', `message number ${i} stays`)))
  const [posted] = right(await commit(storage, post('one', `the xylophone ${'zanzibar '.repeat(2000)}`)))
  for (let i = 0; i < 30; i++) right(await commit(storage, post('one', `message number ${i} stays`)))
  expect(bytes(filename)).toContain('xylophone')
  if (posted?.messageId == null) throw new Error('no message')
  right(await commit(storage, eraseMessage('one', posted.messageId)))
  expect(right(await storage.scrub())).toEqual({ complete: true })
  expect(bytes(filename)).not.toContain('xylophone')
  expect(bytes(filename)).not.toContain('zanzibar')
  expect(bytes(filename)).toContain('stays')
  await storage.close()
})
