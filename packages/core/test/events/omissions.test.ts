import * as t from 'io-ts'
import { expect, expectTypeOf, test } from 'vitest'
import { object, who } from '../../src/conversation/codecs.ts'
import type { EventOf, FactsOf } from '../../src/conversation/Event.ts'
import { traitsOf } from '../../src/conversation/Event.ts'
import type { events } from '../../src/conversation/events.ts'
import { event, never, noSeat, nothing } from '../../src/conversation/events/definition.ts'
import type { messages } from '../../src/conversation/events/messages.ts'
import type { Evolve } from '../../src/conversation/evolve/changes.ts'
import { evolveMembers } from '../../src/conversation/evolve/members.ts'
import { evolveMessages } from '../../src/conversation/evolve/messages.ts'

const facts = object({ who })
const given = {
  facts,
  customersSee: never,
  timeline: 'staff' as const,
  touched: noSeat,
  takesAway: nothing,
  moves: false,
}

test('what is forgotten of an event does not compile', () => {
  const look = () => {
    const { customersSee: _c, ...unseen } = given
    const { timeline: _l, ...unshown } = given
    const { touched: _t, ...untouched } = given
    const { takesAway: _a, ...untaken } = given
    const { moves: _m, ...unmoved } = given
    // @ts-expect-error: who sees it
    event(unseen)
    // @ts-expect-error: how timelines show it
    event(unshown)
    // @ts-expect-error: what folding hands to evolve
    event(untouched)
    // @ts-expect-error: whose access it may end
    event(untaken)
    // @ts-expect-error: whether lists move
    event(unmoved)
    // @ts-expect-error: whom its personal content concerns
    event({ ...given, personal: { content: object({ body: t.string }) } })
    // @ts-expect-error: whom it concerns is told by its own facts
    event({ ...given, personal: { content: object({ body: t.string }), concerns: ({ author }) => author } })
    event({ ...given, personal: { content: object({ body: t.string }), concerns: (own) => own.who } })
  }
  expect(look).toBeTypeOf('function')
})

test('a type that evolve does not know does not compile', () => {
  const look = () => {
    const { 'message-edited': _, ...others } = evolveMessages
    // @ts-expect-error: message-edited
    const forgotten: Evolve<typeof messages> = others
    // @ts-expect-error: all that are no messages
    const all: Evolve<typeof events> = evolveMessages
    const { 'participant-left': left } = evolveMembers
    // @ts-expect-error: it is given facts of its own type
    const other: Evolve<typeof messages> = { ...evolveMessages, 'message-edited': left }
    return { forgotten, all, other }
  }
  expect(look).toBeTypeOf('function')
})

test('types are what the codecs say', () => {
  type Edited = EventOf<'message-edited'>
  expectTypeOf<Edited['personal']>().toEqualTypeOf<{ readonly body: string } | null>()
  expectTypeOf<FactsOf<'message-edited'>>().toEqualTypeOf<Omit<Edited, 'personal'>>()
  expectTypeOf<EventOf<'conversation-queued'>>().toEqualTypeOf<{
    readonly type: 'conversation-queued'
    readonly queue: string
  }>()
  const look = (edited: Edited) => {
    // @ts-expect-error: events never change
    edited.author = { side: 'staff', id: edited.author.id }
    // @ts-expect-error: an id is no text
    traitsOf({ ...edited, messageId: 'm' })
    // @ts-expect-error: a type that is none
    traitsOf({ type: 'message-sung' })
  }
  expect(look).toBeTypeOf('function')
})
