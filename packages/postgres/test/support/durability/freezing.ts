import assert from 'node:assert/strict'
import { acknowledgedOf } from '../../../../colloquy/test/support/durability/accounting.ts'
import { pause } from '../../../../colloquy/test/support/durability/Child.ts'
import { give, hot } from '../../../../colloquy/test/support/durability/giving.ts'
import { random } from '../../../../colloquy/test/support/durability/random.ts'
import { ask } from './asking.ts'
import { areThere, underLoad } from './killing.ts'
import type { Opened } from './opening.ts'
import { open, poster } from './opening.ts'
import { start } from './processes.ts'

export type Frozen = {
  readonly seed: number
  readonly freezes: number
  /** Of these, how many met the process amid a transaction. */
  readonly amid: number
  /** How long others waited at worst meanwhile, in milliseconds: elsewhere, and on the conversations it works on. */
  readonly elsewhere: number
  readonly there: number
}

const name = 'frozen'
const theirs = hot.slice(0, 4)
const others = hot.slice(10)
/** After this the server ends a transaction in which nothing happens. */
const patience = 400

/** Stops a writing process where it is, again and again: amid a transaction, too, which the server then ends. */
export const freezeWriters = async (
  url: string,
  { freezes, seed }: { readonly freezes: number; readonly seed: number },
): Promise<Frozen> => {
  const chance = random(seed)
  const chat = await open(url)
  for (const conversationId of hot) {
    const begin = { name: 'start', conversationId, body: 'begin' } as const
    await give(chat.as(poster), `begin-${conversationId}`, begin)
  }
  const address = Object.assign(new URL(url), { search: `?application_name=${name}` }).href
  const child = start('posting', [address, name, 4, chance.below(1e9), theirs.join(','), patience])
  const figures = { amid: 0, elsewhere: 0, there: 0 }
  for (let round = 0; round < freezes; round += 1) {
    await underLoad([child])
    await pause(chance.fraction() * 50)
    child.freeze()
    if (await isAmid(url)) figures.amid += 1
    const until = performance.now() + 2 * patience
    const [elsewhere, there] = await Promise.all([
      slowest(chat, `elsewhere-${round}`, others, until),
      slowest(chat, `there-${round}`, theirs, until),
    ])
    figures.elsewhere = Math.max(figures.elsewhere, elsewhere)
    figures.there = Math.max(figures.there, there)
    child.thaw()
  }
  child.tell('stop')
  assert.equal(await child.ended, 0)
  await areThere(url, acknowledgedOf(child.said))
  assert.deepEqual((await chat.verify()).differences, [])
  await chat.close()
  return { seed, freezes, ...figures }
}

const isAmid = async (url: string): Promise<boolean> => {
  const rows = await ask(
    url,
    `select 1 from pg_stat_activity
     where datname = current_database() and application_name = $1 and state = 'idle in transaction'`,
    [name],
  )
  return rows.length > 0
}

/** Posts one after the other until then; answers how long the slowest took, in milliseconds. */
const slowest = async (
  chat: Opened,
  run: string,
  conversations: ReadonlyArray<string>,
  until: number,
): Promise<number> => {
  let worst = 0
  for (let i = 0; performance.now() < until; i += 1) {
    const conversationId = conversations[i % conversations.length] ?? ''
    const began = performance.now()
    await give(chat.as(poster), `${run}-${i}`, { name: 'post', conversationId, body: `${run}-${i}` })
    worst = Math.max(worst, performance.now() - began)
  }
  return Math.round(worst)
}
