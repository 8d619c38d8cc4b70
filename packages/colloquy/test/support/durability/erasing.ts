import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toImport } from '../../../../../examples/quickstart/toImport.ts'
import type { StarConversation } from '../../../../../examples/quickstart/star.ts'
import { plainly } from './Log.ts'
import { needles, piecesOf } from './needles.ts'
import { open, poster, tenant } from './opening.ts'
import { isSame, pictureOf, without } from './Picture.ts'
import { busiestCustomer, shareOf } from './star.ts'

export type ErasedFigures = {
  readonly conversations: number
  readonly messages: number
  readonly erasedFrom: number
  /** Texts of theirs, the pieces of these that nobody else wrote, and words that nobody else used. */
  readonly texts: number
  readonly pieces: number
  readonly words: number
  readonly megabytes: number
  readonly seconds: number
}

/**
 * Imports conversations, erases one customer, and looks for them in every byte of every file, in the search index,
 * and for anything else that changed.
 */
export const eraseSomebody = async (
  folder: string,
  source: ReadonlyArray<StarConversation>,
  { viewers, searches }: { readonly viewers: number; readonly searches: number },
): Promise<ErasedFigures> => {
  const file = join(folder, 'erased.db')
  const person = busiestCustomer(source)
  const { texts, others } = shareOf(source, person)
  const elsewhere = needles(texts.flatMap(piecesOf)).foundIn(asStored(others))
  const theirs = needles(texts.flatMap(piecesOf).filter((piece) => !elsewhere.has(piece)))
  const words = wordsOnlyIn(texts, others)
  assert.ok(theirs.size > 0 && words.length > 0, 'there is something to look for')

  const chat = await open(file)
  const imported = await chat.import(source.map(toImport), { tenant, unread: 'asPosted' })
  assert.deepEqual(imported.failed, [])
  const before = await pictureOf(chat, source, viewers)
  assert.equal(foundIn(file, theirs).size, theirs.size, 'all of it is there before')
  assert.deepEqual(wordsIndexed(file, words), words.toSorted())

  const began = performance.now()
  const erased = await chat.erase({ tenant, participant: person })
  const seconds = (performance.now() - began) / 1000
  assert.equal(erased.complete, true)
  const isGone = async (session: ReturnType<typeof chat.as>): Promise<void> => {
    assert.deepEqual(Array.from(foundIn(file, theirs)), [])
    assert.deepEqual(wordsIndexed(file, words), [])
    for (const word of words.slice(0, searches)) {
      assert.deepEqual((await session.search({ text: word })).rows, [])
      assert.deepEqual((await session.search({ participant: word })).rows, [])
    }
  }
  await isGone(chat.as(poster))
  const expected = without(before, person)
  isSame(await pictureOf(chat, source, viewers), expected)
  assert.deepEqual((await chat.verify()).differences, [])
  assert.equal((await chat.erase({ tenant, participant: person })).complete, true, 'again is harmless')
  await chat.close()
  assert.deepEqual(Array.from(foundIn(file, theirs)), [], 'nor once it is closed')

  const reopened = await open(file)
  const again = await reopened.import(source.map(toImport), { tenant, unread: 'asPosted' })
  assert.equal(again.added, 0, 'importing again brings nothing back')
  assert.deepEqual(again.failed, [])
  await reopened.rebuild()
  await isGone(reopened.as(poster))
  isSame(await pictureOf(reopened, source, viewers), expected)
  await reopened.close()
  return {
    conversations: imported.conversations,
    messages: imported.messages,
    erasedFrom: erased.conversations,
    texts: texts.length,
    pieces: theirs.size,
    words: words.length,
    megabytes: Math.round(bytesOf(file).reduce((sum, bytes) => sum + bytes.length, 0) / 1e6),
    seconds,
  }
}

/** The database, its journal, their shared memory, and whatever else lies beside them. */
const bytesOf = (file: string): ReadonlyArray<Buffer> =>
  readdirSync(dirname(file))
    .map((name) => join(dirname(file), name))
    .filter((path) => path.startsWith(file) && existsSync(path))
    .map((path) => readFileSync(path))

const foundIn = (file: string, theirs: ReturnType<typeof needles>): ReadonlySet<string> =>
  new Set(bytesOf(file).flatMap((bytes) => Array.from(theirs.foundIn(bytes))))

const asStored = (texts: ReadonlyArray<string>): Buffer =>
  Buffer.from(texts.map((text) => JSON.stringify(text)).join('\n'), 'utf8')

const wordsOf = (texts: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []))

/** Long words of theirs that nobody else used; their names among them. */
const wordsOnlyIn = (texts: ReadonlyArray<string>, others: ReadonlyArray<string>): ReadonlyArray<string> => {
  const known = wordsOf(others)
  const rare = Array.from(wordsOf(texts)).filter((word) => word.length >= 5 && !known.has(word))
  // Search finds words by their beginning.
  return rare.filter((word) => !Array.from(known).some((other) => other.startsWith(word)))
}

/** Those of the words that are in the search index, by its own list of words. */
const wordsIndexed = (file: string, words: ReadonlyArray<string>): ReadonlyArray<string> =>
  plainly(file, (database) => {
    database.exec("create virtual table temp.indexed using fts5vocab('main', 'colloquy_term', 'row')")
    const has = database.prepare('select 1 from temp.indexed where term = ?')
    return words.filter((word) => has.get(word) !== undefined).toSorted()
  })
