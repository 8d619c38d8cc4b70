import { expect, test } from 'vitest'
import type { Actor, Who } from '../../src/conversation/Actor.ts'
import { readerAt, readerKey } from '../../src/conversation/Actor.ts'
import type { ActorId, ConversationId, MessageId, RecordRef, TenantId } from '../../src/conversation/Ids.ts'
import { streamKey } from '../../src/conversation/Ids.ts'
import type { Needs } from '../../src/conversation/Needs.ts'
import { needsOf } from '../../src/conversation/Needs.ts'
import { want, type Wanted } from '../../src/conversation/Wanted.ts'

const stream = { tenant: 'acme' as TenantId, conversation: 'c1' as ConversationId }
const staff = (id: string): Who => ({ side: 'staff', id: id as ActorId })
const message = (id: string) => id as MessageId
const record = (id: string): RecordRef => ({ type: 'order', id })
const actor = (id: string): Actor => ({
  tenant: stream.tenant,
  id: id as ActorId,
  kind: 'staff',
  name: null,
  capabilities: new Set(),
  queues: [],
  records: [],
})

const wantedOf = (...needs: ReadonlyArray<Needs>): ReadonlyMap<string, Wanted> => {
  const wanted = new Map<string, Wanted>()
  want(wanted, needs)
  return wanted
}

const some = needsOf(stream, {
  seats: [staff('anna')],
  assignee: true,
  messages: [message('m1')],
  links: [record('o1')],
  reaches: [{ reader: staff('anna'), place: { at: message('m1') } }],
  neighbours: [message('m1')],
  startHash: true,
  personal: true,
  customerHistory: actor('anna'),
  recordFollower: staff('anna'),
})
const other = needsOf(stream, {
  seats: [staff('bert'), staff('anna')],
  messages: [message('m2'), message('m1')],
  links: [record('o2'), record('o1')],
  reaches: [
    { reader: staff('anna'), place: { at: message('m1') } },
    { reader: staff('anna'), place: { before: message('m1') } },
  ],
  neighbours: [message('m2')],
  customerHistory: actor('bert'),
  recordFollower: staff('bert'),
})

test.each([
  ['one after the other', [some, other]],
  ['in the other order', [other, some]],
])('needs of one stream are added up, each once, %s', (_order, needs) => {
  const all = wantedOf(...needs)
  const wanted = all.get(streamKey(stream))
  expect(all.size).toBe(1)
  expect(wanted).toMatchObject({ stream, assignee: true, startHash: true, personal: true })
  expect(wanted).toMatchObject({ allSeats: false, allLinks: false })
  const found = {
    seats: [...(wanted?.seats.values() ?? [])],
    messages: [...(wanted?.messages ?? [])],
    links: [...(wanted?.links.values() ?? [])],
    reaches: [...(wanted?.reaches.values() ?? [])],
    neighbours: [...(wanted?.neighbours ?? [])],
    histories: wanted?.customerHistory.map(({ id }) => id),
    followers: [...(wanted?.recordFollowers.values() ?? [])],
  }
  expect(Object.values(found).map((each) => each?.length)).toEqual([2, 2, 2, 2, 2, 2, 2])
  expect(found.seats).toEqual(expect.arrayContaining([staff('anna'), staff('bert')]))
  expect(found.links).toEqual(expect.arrayContaining([record('o1'), record('o2')]))
  expect(found.reaches).toEqual(expect.arrayContaining([...other.reaches]))
  expect(found.histories).toEqual(expect.arrayContaining(['anna', 'bert']))
  expect(found.followers).toEqual(expect.arrayContaining([staff('anna'), staff('bert')]))
})

test('all of them stay wanted when the next asks for one', () => {
  const whole = needsOf(stream, { seats: 'all', links: 'all' })
  for (const needs of [
    [whole, some],
    [some, whole],
  ]) {
    expect([...wantedOf(...needs).values()]).toMatchObject([{ allSeats: true, allLinks: true }])
  }
})

test('streams are kept apart, and what nobody asked for is not wanted', () => {
  const elsewhere = { tenant: 'zeta' as TenantId, conversation: stream.conversation }
  const all = wantedOf(some, needsOf(elsewhere))
  expect(all.size).toBe(2)
  const wanted = all.get(streamKey(elsewhere))
  expect(wanted).toMatchObject({ stream: elsewhere, assignee: false, startHash: false, personal: false })
  expect([wanted?.seats, wanted?.messages, wanted?.links].map((each) => each?.size)).toEqual([0, 0, 0])
})

test('a reader is found again in their key, whatever stands in their id', () => {
  for (const who of [staff('anna'), { ...staff('a:b::c'), side: 'customer' as const }]) {
    expect(readerAt(readerKey(who))).toEqual(who)
  }
  expect(readerAt('')).toBeNull()
})
