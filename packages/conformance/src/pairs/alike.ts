import type { Accepted, Rejection } from '@colloquy/core/engine'
import type { Storage } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { oneByOne, together } from '../driving/drive.ts'
import { same } from '../comparing/same.ts'
import { seenIn } from './seen.ts'
import type { Candidate } from './candidates.ts'
import { before, worldOf } from './world.ts'

let count = 0

/**
 * Gives the same commands in two tenants, in one batch and one after the other, and throws where outcomes, log, rows,
 * ledger or any viewer's answers differ. Returns the outcomes in short. Of three commands one on another conversation
 * may overtake a deferred one, so only each stream's order is compared.
 */
export const alike = async (
  storage: Storage,
  sequence: ReadonlyArray<Candidate>,
): Promise<ReadonlyArray<string>> => {
  const turn = (count += 1)
  const inOrder = sequence.length < 3
  const carriedOut = async (way: 'turn' | 'once') => {
    const world = worldOf(`${way}-${turn}`)
    const prepared = await together(storage, before(world))
    const refused = prepared.find(E.isLeft)
    if (refused !== undefined) throw new Error(`the world could not be made: ${JSON.stringify(refused)}`)
    const commands = sequence.map(({ give }) => give(world))
    const answered = await (way === 'once' ? together : oneByOne)(storage, commands)
    const seen = { answered, ...(await seenIn(storage, world, commands, { turn, inOrder })) }
    return { tenant: world.tenant, came: answered.map(inShort), seen }
  }
  const inTurn = await carriedOut('turn')
  const atOnce = await carriedOut('once')
  if (!equal(atOnce.seen, inTurn.seen, atOnce.tenant, inTurn.tenant, inOrder)) {
    const withoutTenant = (one: Came): unknown =>
      JSON.parse(JSON.stringify(one.seen).replaceAll(one.tenant, 'tenant'))
    same(withoutTenant(atOnce), withoutTenant(inTurn), sequence.map(({ title }) => title).join(', then '))
  }
  return inTurn.came
}

type Came = { readonly seen: unknown; readonly tenant: string }

/** Whether two plain values are equal except for the tenant; and where the order may differ, except for positions. */
const equal = (a: unknown, b: unknown, inA: string, inB: string, inOrder: boolean): boolean => {
  if (a === b || (a === inA && b === inB)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = new Map(Object.entries(b))
  return (
    left.length === right.size &&
    left.every(
      ([key, value]) =>
        right.has(key) &&
        ((key === 'position' && !inOrder) || equal(value, right.get(key), inA, inB, inOrder)),
    )
  )
}

const inShort = (answer: E.Either<Rejection, Accepted>): string =>
  E.isLeft(answer) ? answer.left._tag : answer.right.changed ? 'new' : 'known'
