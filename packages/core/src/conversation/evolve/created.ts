import { sameWho } from '../Actor.ts'
import type { ConversationCreated, FactsOf } from '../Event.ts'
import type { Version } from '../Ids.ts'
import type { Recorded } from '../Recorded.ts'
import { start } from '../Reach.ts'
import type { State } from '../State.ts'
import { initial } from '../State.ts'
import { changeSeat } from './seats.ts'

/** The first state of a conversation: nobody in it but who began it. */
export const created = (recorded: Recorded<FactsOf<ConversationCreated>>): State => {
  const { event, at } = recorded
  const begun: State = {
    ...initial,
    header: {
      id: recorded.conversation,
      version: recorded.version,
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
      subjectVersion: recorded.version,
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
  const { initiator } = event
  const kind = sameWho(initiator, recorded.actor) ? recorded.actor.kind : initiator.side
  return changeSeat(begun, initiator, kind, () => ({
    initiator: true,
    placed: true,
    reach: start,
  }))
}
