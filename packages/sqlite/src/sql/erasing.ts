/**
 * The index by person: one row for each stream and person, where an index of events would have one for each message.
 */
export const insertSubject = `insert into colloquy_subject (tenant, subject, conversation) values (?, ?, ?)
on conflict do nothing`

/** People with content in a stream but without an entry in the index by person. */
export const missingSubjects = `select distinct e.subject from colloquy_event e
where e.tenant = ? and e.conversation = ? and e.personal is not null and e.subject is not null
and not exists (select 1 from colloquy_subject s
  where s.tenant = e.tenant and s.subject = e.subject and s.conversation = e.conversation)
order by e.subject`

/** The streams that hold personal content of a person. */
export const concerning = `select s.conversation from colloquy_subject s
where s.tenant = @tenant and s.subject = @subject and exists (
  select 1 from colloquy_event e
  where e.tenant = s.tenant and e.conversation = s.conversation and e.subject = s.subject and e.personal is not null)
order by s.conversation`

/** The events of a conversation whose personal content concerns a person. */
const ofParticipant = `tenant = @tenant and conversation = @conversation and subject = @subject and personal is not null`
/** The events that posted or edited a message. */
const ofMessage = `tenant = @tenant and conversation = @conversation and reader = '' and personal is not null
and type in ('message-posted', 'message-edited') and facts ->> '$.messageId' = @message`
const ofConversation = `tenant = @tenant and conversation = @conversation and personal is not null`

const which = { participant: ofParticipant, message: ofMessage, conversation: ofConversation } as const
export type Which = keyof typeof which

/** The search terms of these events. */
export const eraseTerms = (of: Which): string =>
  `delete from colloquy_term where rowid in (select n from colloquy_event where ${which[of]})`

/** The hashes of the commands with this content: a hash would confirm a guess of the text. */
export const eraseHashes = (of: Which): string => `update colloquy_ledger set hash = null where seq in (
  select l.seq from colloquy_event e join colloquy_ledger l
  on l.tenant = e.tenant and l.side = e.actor_side and l.actor = e.actor and l.command = e.command
  where e.n in (select n from colloquy_event where ${which[of]}))`

export const erasePersonal = (of: Which): string =>
  `update colloquy_event set personal = null where ${which[of]}`

/** The hashes of commands on this conversation: of one person, about one message, or all. */
export const eraseHashesOn: { readonly [W in Which]: string } = {
  participant: `update colloquy_ledger set hash = null
where tenant = @tenant and side = @side and actor = @actor and conversation = @conversation`,
  message: `update colloquy_ledger set hash = null
where tenant = @tenant and conversation = @conversation and message = @message`,
  conversation: `update colloquy_ledger set hash = null where tenant = @tenant and conversation = @conversation`,
}
