import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../src/conversation/EventCodec.ts'
import { decodeEvent, encodeEvent } from '../../src/conversation/EventCodec.ts'
import { eventTypes } from '../../src/conversation/events.ts'
import { upcast } from '../../src/kernel/upcast.ts'

// Every form that was ever stored, as it was stored. Lines are added when a schema changes, and never altered.
const golden = readFileSync(join(import.meta.dirname, 'golden.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): StoredEvent => JSON.parse(line) as StoredEvent)

describe('what was stored once is read for ever', () => {
  it('there is a stored form of every type', () => {
    expect([...new Set(golden.map(({ type }) => type))].toSorted()).toEqual(eventTypes.toSorted())
  })

  it.for(golden.map((stored) => [`${stored.type} ${stored.schema}: ${stored.facts}`, stored] as const))(
    'reads and writes %s',
    ([, stored]) => {
      const event = decodeEvent(stored)
      if (E.isLeft(event)) throw new Error(event.left)
      expect(event.right.type).toBe(stored.type)
      expect(encodeEvent(event.right)).toEqual(stored)
    },
  )

  it('reads what was erased, without its content', () => {
    for (const stored of golden.filter(({ personal }) => personal !== null)) {
      const event = decodeEvent({ ...stored, personal: null })
      expect(event).toMatchObject({ right: { type: stored.type, personal: null } })
    }
  })
})

describe('what the code does not know is never guessed', () => {
  const [created] = golden
  if (created === undefined) throw new Error('no golden events')

  it('a type of a later version', () => {
    expect(decodeEvent({ ...created, type: 'conversation-sung' })).toEqual(E.left('unknown-type'))
    expect(decodeEvent({ ...created, type: 'toString' })).toEqual(E.left('unknown-type'))
  })

  it.for([0, 2, -1, 1.5, Number.NaN])('schema %d', (schema) => {
    expect(decodeEvent({ ...created, schema })).toEqual(E.left('unknown-schema'))
  })

  it.for(['', '{', 'null', '[]', '7', '{"conversationType":"other"}'])('facts %s', (facts) => {
    expect(decodeEvent({ ...created, facts })).toEqual(E.left('malformed'))
  })

  it.for(['{', '[]', '{"subject":7,"hash":"a"}'])('personal content %s', (personal) => {
    expect(decodeEvent({ ...created, personal })).toEqual(E.left('malformed'))
  })

  it('a visibility that is none', () => {
    const posted = golden.find(({ type }) => type === 'message-posted')
    if (posted === undefined) throw new Error('no message')
    for (const visibility of ['"Internal "', '"toString"', 'null']) {
      const facts = posted.facts.replace('"visibility":"public"', `"visibility":${visibility}`)
      expect(decodeEvent({ ...posted, facts })).toEqual(E.left('malformed'))
    }
  })
})

describe('upcasters', () => {
  const form = {
    facts: t.type({ colour: t.string, size: t.number }),
    personal: null,
    upcasters: [(facts: object) => ({ ...facts, size: 1 }), (facts: object) => ({ ...facts, colour: 'red' })],
  }

  it('bring each older schema to the newest, one after the other', () => {
    expect(upcast(form, 1, {})).toEqual(E.right({ size: 1, colour: 'red' }))
    expect(upcast(form, 2, { size: 9 })).toEqual(E.right({ size: 9, colour: 'red' }))
    expect(upcast(form, 3, { size: 9, colour: 'blue' })).toEqual(E.right({ size: 9, colour: 'blue' }))
    expect(upcast(form, 4, { size: 9, colour: 'blue' })).toEqual(E.left('unknown-schema'))
    expect(upcast(form, 2, {})).toEqual(E.left('malformed'))
  })
})
