/** Notes that a stream holds personal content of somebody: once for each, where an index of events would have one a message. */
export const insertSubject = `insert into colloquy_subject (tenant, subject, conversation) values (?, ?, ?)
on conflict do nothing`

/** Of whose content a stream holds something, with nothing that notes it. */
export const missingSubjects = `select distinct e.subject from colloquy_event e
where e.tenant = ? and e.conversation = ? and e.personal is not null and e.subject is not null
and not exists (select 1 from colloquy_subject s
  where s.tenant = e.tenant and s.subject = e.subject and s.conversation = e.conversation)
order by e.subject`

/** The streams that hold personal content of somebody still. */
export const concerning = `select s.conversation from colloquy_subject s
where s.tenant = @tenant and s.subject = @subject and exists (
  select 1 from colloquy_event e
  where e.tenant = s.tenant and e.conversation = s.conversation and e.subject = s.subject and e.personal is not null)
order by s.conversation`

/** The events of a conversation whose personal content concerns somebody. */
const ofParticipant = `tenant = @tenant and conversation = @conversation and subject = @subject and personal is not null`
/** The events that posted or edited a message. */
const ofMessage = `tenant = @tenant and conversation = @conversation and reader = '' and personal is not null
and type in ('message-posted', 'message-edited') and facts ->> '$.messageId' = @message`
const ofConversation = `tenant = @tenant and conversation = @conversation and personal is not null`

const which = { participant: ofParticipant, message: ofMessage, conversation: ofConversation } as const
export type Which = keyof typeof which

/** What search finds of them. */
export const eraseTerms = (of: Which): string =>
  `delete from colloquy_term where rowid in (select n from colloquy_event where ${which[of]})`

/** The hashes of the commands that brought them: a hash of a text tells whether a guess at it is right. */
export const eraseHashes = (of: Which): string => `update colloquy_ledger set hash = null where seq in (
  select l.seq from colloquy_event e join colloquy_ledger l
  on l.tenant = e.tenant and l.side = e.actor_side and l.actor = e.actor and l.command = e.command
  where e.n in (select n from colloquy_event where ${which[of]}))`

export const erasePersonal = (of: Which): string =>
  `update colloquy_event set personal = null where ${which[of]}`

/** The hashes of the commands of one person, about one message, or of everybody, on this conversation. */
export const eraseHashesOn: { readonly [W in Which]: string } = {
  participant: `update colloquy_ledger set hash = null
where tenant = @tenant and side = @side and actor = @actor and conversation = @conversation`,
  message: `update colloquy_ledger set hash = null
where tenant = @tenant and conversation = @conversation and message = @message`,
  conversation: `update colloquy_ledger set hash = null where tenant = @tenant and conversation = @conversation`,
}
