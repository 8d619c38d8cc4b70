import { selected } from '@colloquy/core/storage'
import { foundFor, perhapsFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

const conversation = given('conversation', 'text')

const lock = (how: string): string => `select json_build_array(c.conversation) as row
from ${rowsGiven(conversation)}
${foundFor(`select c.conversation from colloquy_conversation c
  where c.tenant = @tenant and c.conversation = w.conversation for no key update ${how}`)} c`

/**
 * Locks conversations, skipping those locked by other transactions. They have to be given in the order of their ids, so
 * that two batches can't deadlock.
 */
export const lockFree = lock('skip locked')

/** Locks conversations, waiting for other transactions. */
export const lockAll = lock('')

export const headers = `select json_build_array(${selected('conversation', 'c')}) as row
from ${rowsGiven(conversation)}
${foundFor('select * from colloquy_conversation c where c.tenant = @tenant and c.conversation = w.conversation')} c`

const seat = `json_build_array(${selected('seat', 's')}) as row`
const seatsIn = 'select * from colloquy_seat s where s.tenant = @tenant and s.conversation = w.conversation'

/** Seats of named people. */
export const seatsNamed = `select ${seat}
from ${rowsGiven(conversation, given('side', 'text'), given('actor', 'text'))}
${foundFor(`${seatsIn} and s.side = w.side and s.actor = w.actor`)} s`

/** All seats, by side and id. */
export const seatsOfAll = `select ${seat}
from ${rowsGiven(conversation)} ${foundFor(seatsIn)} s
order by s.conversation, s.side, s.actor`

/** The seats of the assignees. */
export const seatsOfAssignees = `select ${seat}
from ${rowsGiven(conversation)}
${foundFor('select assignee from colloquy_conversation c where c.tenant = @tenant and c.conversation = w.conversation')} c
${foundFor(`${seatsIn} and s.side = 'staff' and s.actor = c.assignee`)} s`

const link = `json_build_array(${selected('link', 'l')}) as row`
const linksIn = 'select * from colloquy_link l where l.tenant = @tenant and l.conversation = w.conversation'

export const linksNamed = `select ${link}
from ${rowsGiven(conversation, given('type', 'text'), given('record', 'text'))}
${foundFor(`${linksIn} and l.type = w.type and l.record = w.record`)} l`

/** The links of some conversations, by type and id. */
export const linksOfAll = `select ${link}
from ${rowsGiven(conversation)} ${foundFor(linksIn)} l
order by l.conversation, l.type, l.record`

/** Messages with the hashes of their inputs, which are stored with their texts. */
export const messagesWithHash = `select json_build_array(${selected('message', 'm')}, e.personal ->> 'hash') as row
from ${rowsGiven(conversation, given('id', 'text'))}
${foundFor('select * from colloquy_message m where m.tenant = @tenant and m.conversation = w.conversation and m.id = w.id')} m
${perhapsFor(
  `select e.personal from colloquy_event e
  where e.tenant = @tenant and e.conversation = m.conversation and e.reader = '' and e.version = m.version`,
  'e',
)}`

const columns = `json_build_array(${selected('message', 'm')}) as row`

export const message = `select ${columns} from colloquy_message m
where m.tenant = @tenant and m.conversation = @conversation and m.id = @id`

/** The first of the messages that pass a test, in some order. */
export const firstMessage = (
  test: string,
  order: string,
): string => `select ${columns} from colloquy_message m
where m.tenant = @tenant and m.conversation = @conversation and ${test} order by ${order} limit 1`

/** Followers in a record's stream. */
export const recordFollowers = `select json_build_array(f.conversation, f.side, f.actor, f.version, f.following) as row
from ${rowsGiven(conversation, given('side', 'text'), given('actor', 'text'))}
${foundFor(`select * from colloquy_record_follower f
  where f.tenant = @tenant and f.conversation = w.conversation and f.side = w.side and f.actor = w.actor`)} f`
