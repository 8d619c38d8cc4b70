import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pause, start } from './Child.ts'
import { give, hot } from './giving.ts'
import type { Stored } from './examine.ts'
import { readLog } from './Log.ts'
import { open, poster } from './opening.ts'
import type { Random } from './random.ts'
import { random } from './random.ts'

export type Cut = {
  readonly seed: number
  /** Copies as they were, with a journal cut off somewhere, and with bits of it turned over. */
  readonly whole: number
  readonly cut: number
  readonly flipped: number
  /** Of these, how many had lost events, and how many events the originals came to have. */
  readonly shorter: number
  readonly events: number
}

type Harm = 'whole' | 'cut' | 'flipped'

/** A copy costs a checkpoint's worth of disk when the journal is long, so a database is copied so often at most. */
const copiesOfOne = 20

/** Copies of databases that are being written, as a crash, a torn write or a bad sector would leave them. */
export const cutCopies = async (
  folder: string,
  { copies, seed }: { readonly copies: number; readonly seed: number },
): Promise<Cut> => {
  const chance = random(seed)
  const figures = { whole: 0, cut: 0, flipped: 0, shorter: 0, events: 0 }
  for (let done = 0; done < copies; done += copiesOfOne) {
    const file = join(folder, `cut-${done}.db`)
    const taken = await takeCopies(file, Math.min(copiesOfOne, copies - done), chance)
    const original = readLog(file).events
    for (const copy of taken) {
      const harm = chance.oneOf<Harm>(['whole', 'cut', 'cut', 'flipped', 'flipped'])
      figures[harm] += 1
      if (await losesSome(copy, harm, chance, original)) figures.shorter += 1
      remove(copy)
    }
    figures.events += original.length
    remove(file)
  }
  return { seed, ...figures }
}

const takeCopies = async (file: string, copies: number, chance: Random): Promise<ReadonlyArray<string>> => {
  // What is there before is in the database itself; what follows is in its journal.
  const before = await open(file)
  for (const conversationId of hot.slice(0, 5)) {
    await give(before.as(poster), `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
  }
  await before.close()
  const taken: Array<string> = []
  const child = start('posting', [file, 'cut', 4, chance.below(1e9), 20])
  await child.hears('acknowledged')
  const written = statSync(file).mtimeMs
  for (let i = 0; i < copies; i += 1) {
    await pause(chance.fraction() * 20)
    const copy = `${file}-${i}`
    copyFileSync(file, copy)
    copyFileSync(`${file}-wal`, `${copy}-wal`)
    taken.push(copy)
  }
  // Had the journal been copied back meanwhile, the two files of a copy would be of different times.
  assert.equal(statSync(file).mtimeMs, written)
  child.kill()
  await child.ended
  return taken
}

/** Harms a copy, looks at what is left, and answers whether that is less than there was. */
const losesSome = async (
  copy: string,
  harm: Harm,
  chance: Random,
  original: ReadonlyArray<Stored>,
): Promise<boolean> => {
  const full = lengthOf(copy)
  damage(`${copy}-wal`, harm, chance)
  const chat = await open(copy)
  const { events } = readLog(copy)
  isPrefix(events, original)
  assert.deepEqual((await chat.verify()).differences, [])
  // It can be written to again, from where it is.
  await give(chat.as(poster), 'afterwards', { name: 'start', conversationId: 'after', body: 'afterwards' })
  await chat.close()
  readLog(copy)
  return events.length < full
}

/** How many events a copy holds before it is damaged. */
const lengthOf = (copy: string): number => {
  const other = `${copy}-undamaged`
  copyFileSync(copy, other)
  copyFileSync(`${copy}-wal`, `${other}-wal`)
  const { events } = readLog(other)
  remove(other)
  return events.length
}

const remove = (file: string): void => {
  for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true })
}

const damage = (journal: string, harm: Harm, chance: Random): void => {
  if (harm === 'whole' || !existsSync(journal)) return
  const { size } = statSync(journal)
  if (harm === 'cut') return truncateSync(journal, chance.below(size))
  const bytes = readFileSync(journal)
  for (let i = 0; i <= chance.below(4); i += 1) {
    const at = chance.below(size)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  }
  writeFileSync(journal, bytes)
}

const isPrefix = (events: ReadonlyArray<Stored>, original: ReadonlyArray<Stored>): void => {
  assert.ok(events.length <= original.length)
  assert.deepEqual(events, original.slice(0, events.length), 'what is left is the beginning of what was')
}
