import { foundFor, given, rowsGiven } from './given.ts'
import { atPlace } from './placesGiven.ts'

const asked = rowsGiven(
  given('conversation', 'text'),
  given('subject', 'text'),
  given('side', 'text'),
  given('actor', 'text'),
  given('message', 'text'),
)

const ofConversation = 'e.tenant = @tenant and e.conversation = w.conversation and e.personal is not null'
/** The events of a conversation whose personal content concerns somebody. */
const ofParticipant = `${ofConversation} and e.subject = w.subject`
/** The events that posted or edited a message. */
const ofMessage = `${ofConversation} and e.reader = ''
and e.type in ('message-posted', 'message-edited') and e.facts ->> 'messageId' = w.message`

const which = { participant: ofParticipant, message: ofMessage, conversation: ofConversation } as const
export type Which = keyof typeof which

const events = (of: Which): string =>
  `${asked} ${foundFor(`select e.tableoid as part, e.ctid as place, e.* from colloquy_event e where ${which[of]}`)} e`

/** What search finds of them. */
export const eraseTerms = (
  of: Which,
): string => `delete from colloquy_term t using (select x.part, x.place from ${events(of)}
${foundFor(`select x.tableoid as part, x.ctid as place from colloquy_term x
  where x.tenant = @tenant and x.conversation = e.conversation and x.version = e.version and e.reader = ''`)} x offset 0) w
where ${atPlace}`

const noHash = 'update colloquy_ledger t set hash = null from'

/** The hashes of the commands that brought them: a hash of a text tells whether a guess at it is right. */
export const eraseHashes = (of: Which): string => `${noHash} (select x.part, x.place from ${events(of)}
${foundFor(`select x.tableoid as part, x.ctid as place from colloquy_ledger x where x.tenant = @tenant and x.side = e.actor_side
  and x.actor = e.actor and x.command = e.command`)} x offset 0) w where ${atPlace}`

export const erasePersonal = (of: Which): string =>
  `update colloquy_event t set personal = null from (select e.part, e.place from ${events(of)} offset 0) w where ${atPlace}`

const onLedger = (test: string): string => `${noHash} (select x.part, x.place from ${asked}
${foundFor(`select x.tableoid as part, x.ctid as place from colloquy_ledger x
  where x.tenant = @tenant and x.conversation = w.conversation and x.hash is not null ${test}`)} x offset 0) w
where ${atPlace}`

/** The hashes of the commands of one person, about one message, or of everybody, on this conversation. */
export const eraseHashesOn: { readonly [W in Which]: string } = {
  participant: onLedger('and x.side = w.side and x.actor = w.actor'),
  message: onLedger('and x.message = w.message'),
  conversation: onLedger(''),
}
