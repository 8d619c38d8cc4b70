import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { covered, type Damages, sameDamages, verified } from '../../colloquy/test/support/straying.ts'
import { sqlite } from '../src/index.ts'
import { anna, cleo, commit, newFile, post, right, start } from './support/desk.ts'

const { tenant } = anna

/** What is done to a table beneath the storage, and what verifying says of it. */
const damages: Damages = {
  ...sameDamages(tenant),
  colloquy_ledger: [
    ['of no event', `update colloquy_ledger set last_version = 99 where seq = 1`, ['one ledger extra']],
    ['moved', `update colloquy_ledger set conversation = 'nowhere' where seq = 1`, ['nowhere ledger extra']],
    [
      'of another command',
      `update colloquy_ledger set command = 'another' where seq = 1`,
      ['one ledger extra'],
    ],
  ],
  colloquy_term: [
    [
      'added for no event',
      `insert into colloquy_term (rowid, scope, body) values (999, 'tx', 'zebra')`,
      [' term extra'],
    ],
    ['removed', 'delete from colloquy_term where rowid = 1', ['one term missing']],
  ],
}

const begun = async () => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  right(await commit(storage, start('one')))
  right(await commit(storage, post('one', 'xylophone zebra')))
  right(await commit(storage, start('two')))
  return { storage, database: new Database(filename) }
}

test('every table of the schema is one that verifying looks at, or is known not to be', async () => {
  const { storage, database } = await begun()
  const tables = database
    .prepare(`select name from sqlite_master where type = 'table' and name like 'colloquy\\_%' escape '\\'`)
    .pluck()
    .all()
    .map(String)
    // The parts of which SQLite makes the table of words.
    .filter((name) => !name.startsWith('colloquy_term_'))
  expect(tables.toSorted()).toEqual([...Object.keys(covered), ...Object.keys(damages)].toSorted())
  database.close()
  await storage.close()
})

for (const [table, some] of Object.entries(damages)) {
  test.for(some)(`a row of ${table} %s is named, and mended when asked`, async ([, damage, expected]) => {
    const { storage, database } = await begun()
    database.exec(damage)
    // Looking alone mends nothing.
    for (let looks = 0; looks < 2; looks++) expect(await verified(storage, false)).toEqual(expected)
    await verified(storage, true)
    expect(await verified(storage, false)).toEqual([])
    // What was mended is what commands go on from.
    if (table !== 'colloquy_ledger') right(await commit(storage, post('one', 'Hello')))
    expect(right(await storage.concerning(tenant, { side: 'customer', id: cleo.id })())).toContain('one')
    database.close()
    await storage.close()
  })
}
