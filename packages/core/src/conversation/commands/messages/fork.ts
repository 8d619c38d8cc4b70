import * as E from 'fp-ts/lib/Either.js'
import { loaded } from '../../../kernel/Lookup.ts'
import { readerKey, whoIs } from '../../Actor.ts'
import type { CommandOf } from '../../Command.ts'
import type { ConversationEvent } from '../../Event.ts'
import type { Decision, Here, Undecided } from '../Decision.ts'
import { accepted, policiesFor } from '../Decision.ts'
import { openingMessage, visibilityOf } from './written.ts'

/** Sends the command on to an existing continuation. */
export const sentOn = ({ header }: Here): E.Either<Undecided, void> =>
  header.forkedTo === null ? E.right(undefined) : E.left({ _tag: 'Redirect', to: header.forkedTo })

/**
 * Begins a continuation of a closed conversation with the reply: same type, customers, subject, channel, contexts and
 * queue, nobody assigned. There is never a second one, because later replies are sent on to it.
 */
export const fork = (command: CommandOf<'PostMessage'>, here: Here): Decision<never> => {
  const { header } = here
  const { context } = command
  const further = sentOn(here)
  if (E.isLeft(further)) return further
  if (here.seats.others === 'unloaded' || here.links.others === 'unloaded') {
    return E.left({ _tag: 'More', needs: { seats: 'all', links: 'all', personal: true } })
  }
  const history = policiesFor(context, header).history
  const created: ConversationEvent = {
    type: 'conversation-created',
    conversationType: header.type,
    initiator: whoIs(context.actor),
    customer: header.customer,
    source: header.source,
    channel: header.channel,
    queue: header.queue,
    attributes: {},
    forkedFrom: header.id,
    concerns: header.concerns,
    personal: { subject: here.subject, hash: context.hash },
  }
  const customers = loaded(here.seats)
    .filter((seat) => seat.participant && seat.who.side === 'customer')
    .map((seat): ConversationEvent => {
      const contact = here.contacts.known.get(readerKey(seat.who)) ?? null
      return {
        type: 'participant-joined',
        who: seat.who,
        kind: seat.kind,
        history,
        named: contact !== null,
        cause: 'start',
        personal: contact,
      }
    })
  const linked = loaded(here.links).map((link): ConversationEvent => ({ type: 'context-linked', ...link }))
  const visibility = visibilityOf(command, context, header.type)
  const written = openingMessage({ ...command, replyTo: null }, context, customers, visibility, history)
  const elsewhere = [created, ...customers, ...linked, ...written]
  return accepted([
    { conversation: header.id, reader: null, event: { type: 'conversation-forked', to: command.forkId } },
    ...elsewhere.map((event) => ({ conversation: command.forkId, reader: null, event })),
  ])
}
