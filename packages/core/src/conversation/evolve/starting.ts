import { sameWho } from '../Actor.ts'
import type { starting } from '../events/starting.ts'
import type { Version } from '../Ids.ts'
import { start } from '../Reach.ts'
import type { State } from '../State.ts'
import { initial } from '../State.ts'
import { type Evolve, changeHeader, changeSeat } from './changes.ts'

/** The beginning of a conversation, with its initiator as the only member. */
export const evolveStarting: Evolve<typeof starting> = {
  'conversation-created': (_, { event, at, version, conversation, actor }) => {
    const begun: State = {
      ...initial,
      header: {
        id: conversation,
        version,
        customerVersion: 0 as Version,
        type: event.conversationType,
        status: 'open',
        locked: false,
        initiator: event.initiator,
        customer: event.customer,
        assignee: null,
        queue: event.queue,
        queuedAt: event.queue === null ? null : at,
        source: event.source,
        channel: event.channel,
        subjectVersion: version,
        concerns: event.concerns,
        attributes: event.attributes,
        labels: [],
        links: 0,
        members: 0,
        big: false,
        forkedFrom: event.forkedFrom,
        forkedTo: null,
        staffN: 0,
        customerN: 0,
        fromCustomerN: 0,
        lastStaff: null,
        lastCustomer: null,
        run: null,
        answeredN: 0,
        settledN: 0,
        reopened: null,
        createdAt: at,
        closedAt: null,
        lastAt: at,
      },
    }
    const kind = sameWho(event.initiator, actor) ? actor.kind : event.initiator.side
    return changeSeat(begun, event.initiator, kind, () => ({ initiator: true, placed: true, reach: start }))
  },
  'conversation-forked': (state, { event }) => changeHeader(state, () => ({ forkedTo: event.to })),
}
