/** One sentence of the ports' comments, and the tests of the contract that hold a storage to it. */
export type Promised = { readonly sentence: string; readonly tests: ReadonlyArray<string> }

const promised = (sentence: string, ...tests: ReadonlyArray<string>): Promised => ({ sentence, tests })

const holding = 'a held stream stays until it is let go where it is held, and holding it again replaces it'
const hurrying = 'a held stream is found by when it is due, and at once where somebody hurries it'
const fencing = 'who was taken over neither holds a stream nor lets it go'

/**
 * Every sentence of the comments in `@colloquy/core`'s `ports/Storage.ts` and `ports/Checkpoints.ts`, in their order,
 * with the tests that check it. A sentence that only says what a word means names the tests that use it so.
 */
export const promises: ReadonlyArray<Promised> = [
  promised(
    'Where events and the read model are kept.',
    'writes events, rows and receipts together: what follows sees them',
  ),
  promised(
    'Each sentence below is a promise that the contract in `@colloquy/conformance` tests.',
    'capabilities are as declared, and each has what the contract needs to run it',
  ),
  promised(
    'A storage writes changes without knowing what they mean, and never reads the clock.',
    'changes are carried out in order',
    'the same changes twice come to the same as once',
    'a lease keeps a slot until it runs out, and claiming renews it',
    'forget removes receipts of commands accepted before a time, and tells how many',
  ),
  promised(
    'No method throws or rejects: what goes wrong is a `StoreError`.',
    'no call throws or rejects, whatever it names, and none of them changes the log',
    'without a schema every other call answers an error, and none throws',
    'closing never fails, not twice either, and calls after it answer without a throw',
  ),
  promised(
    'A fault in the code is none, in `settle` for instance: it is thrown as it is.',
    'a fault in the code is thrown as what it is, nothing is written, and the storage goes on',
    'a fault in the code is thrown inside a transaction, too, which goes on without what was begun',
  ),
  promised(
    'Creates or upgrades the schema, once however many processes ask at a time.',
    'migrating many times at once comes to one schema',
  ),
  promised("Answers the schema's version.", 'migrating answers the version needed, and again does nothing'),
  promised(
    'The version found, without changing anything: 0 where there is no schema.',
    'looking for the schema changes nothing: there is none before migrating, however often one looks',
  ),
  promised(
    '32 bytes in hex, made once when the schema is; every process that opens the storage gets the same.',
    'the secret is 32 bytes in hex, made once, and not the same elsewhere',
    'migrating many times at once comes to one schema',
  ),
  promised(
    'Locks the conversations named, loads what is needed, calls `settle`, and writes all it returns in one durable transaction, or nothing.',
    'commands that meet on one conversation are all accepted, once each, in one order',
    'writes events, rows and receipts together: what follows sees them',
    ': an error, and nothing at all is written',
    'what was committed is there for another handle at once, and after this one is closed',
  ),
  promised(
    '`settle` is pure and may be called again; while it asks for `more`, that is loaded under the same locks and it is called with everything loaded so far.',
    'while settle asks for more, it is called again with all that was asked for so far',
  ),
  promised(
    'A storage that has to begin again loads what was asked for with `more` until then, too.',
    'while settle asks for more, it is called again with all that was asked for so far',
    'commands that meet on one conversation are all accepted, once each, in one order',
  ),
  promised(
    "Where a transaction can hold a single conversation, a batch that names several never waits for one that somebody else's holds; a batch that names one alone waits for it, for a bounded time, and is `Unavailable` after that.",
    'a batch goes through without the conversation that a host’s transaction holds, and one of that conversation alone waits for it',
    'a batch of one conversation that waits for a host’s transaction sees what that wrote, once it ended',
    'commands that meet on one conversation are all accepted, once each, in one order',
  ),
  promised(
    'Answers one question from one snapshot, as this viewer may see it: visibility comes before everything else.',
    '%s is answered as by the reference, whoever looks',
    'what somebody may not see looks as if it did not exist',
    'any list gives by pages what it is as a whole, and nothing but what may be opened, whoever looks',
    'a list gives by pages each unchanged row once, and by its changes the rest, whatever happens meanwhile',
    'a query sees a batch whole or not at all',
  ),
  promised(
    'Two that are asked at once are answered from one, together.',
    '%s is answered as by the reference, whoever looks',
    'two questions are answered from one moment, whatever is committed meanwhile',
  ),
  promised(
    'The same two inside the transaction that the host holds on `handle` now; the host commits or rolls back.',
    'what is committed inside is there once the host commits, as if it had been committed outside',
    'when the host rolls back nothing was written, and its positions and ids are free again',
  ),
  promised(
    'What is no open transaction of this database, or another one by then, is `TransactionRefused`: at once, or by each call where only the server can tell.',
    'a handle that is no transaction of the storage’s is refused by an error',
    'a handle outside any transaction, and what is left of one that ended, are refused by errors',
    'what was made in one transaction is refused in the next on the same handle, used before or not',
  ),
  promised(
    "Events in order: of a tenant's log after a position, or of a conversation (all its streams) by log order.",
    'read gives a tenant’s events after a position, in order, at most as many as asked for, as they were written',
    'read gives the events of a conversation and of all its readers in the order of the log, skipping as many as asked',
  ),
  promised(
    'Every tenant with the last position of its log.',
    'heads names every tenant with its last position, and no tenant without events',
  ),
  // How cheap is for a benchmark to say.
  promised(
    'One cheap query.',
    'heads names every tenant with its last position, and no tenant without events',
  ),
  promised(
    'All streams (conversations and followed records) of which any event or row is there, ordered by tenant and id, after one or from the start.',
    'streams gives conversations and followed records by tenant and id, page after page',
    'ids are ordered by code point',
  ),
  promised(
    'The streams that hold personal content of somebody, by any of their events, ordered by id.',
    'concerning names the streams that hold somebody’s personal content by any event, until it is erased',
  ),
  promised(
    'Locks one stream, folds all its events with `fold`, compares the rows with those stored, and names what differs; with `write` it also makes the stored rows equal, in the same transaction.',
    'finds nothing in any stream that commits alone have written',
    '%s is named, stays while it is only looked at, and is mended when asked',
    'folds all events of the stream, in the order of the log, and of no other',
    'commits go on around it',
  ),
  promised(
    "Names what `refold` of a stream can't see: rows that no event accounts for, and heads that are not the end of their tenant's log; with `write` it also mends them.",
    'rows of a conversation without events are found, and are gone when asked',
    'there are no strays in what commits alone have written',
  ),
  promised(
    'After erasing: makes sure that no page or journal of the database still holds what was erased.',
    'after scrub no byte that is kept holds what was erased',
  ),
  promised(
    'Removes receipts of commands accepted before a time.',
    'forget removes receipts of commands accepted before a time, and tells how many',
  ),
  promised(
    'Answers how many.',
    'forget removes receipts of commands accepted before a time, and tells how many',
  ),
  promised(
    'Calls `wake` when another process may have committed; without content, perhaps for nothing, perhaps never.',
    'a hint bears no content, and none comes after it was stopped',
    'a hint comes after a commit of another handle, to everybody who asked',
  ),
  promised(
    'What an operator should know of how the storage is set up, without content; asked once, at opening.',
    'what an operator should know is said in sentences, the same again',
  ),
  promised(
    'Whether `within` answers at once or as promises; null: there is no host transaction.',
    'the mode is the one declared',
    'a handle that is no transaction of the storage’s is refused by an error',
  ),
  promised(
    'Whether a batch may hold commands of several tenants.',
    'one batch may hold commands of several tenants',
  ),
  promised(
    "How many batches of a tenant's commands may be on their way at a time, each conversation always in the same one: 1 unless told.",
    'as many batches at a time as there are lanes, each with conversations of its own, all come through',
    'capabilities are as declared, and each has what the contract needs to run it',
  ),
  promised(
    'Whether data outlives the process.',
    'what was committed is there for another handle at once, and after this one is closed',
  ),
  promised(
    'Whether `hint` tells of every commit of another process, if only a moment later: then nobody needs to ask besides.',
    'a hint comes after a commit of another handle, to everybody who asked',
  ),
  promised(
    'What is loaded of the streams of a batch.',
    'is as the reference loads it: seats, the assignee, messages, links, cursors at every place, what is around a message, hashes, texts and histories',
    'a conversation that is not there has no header',
  ),
  promised(
    'The state restricted to what all needs of this stream named, together.',
    'all needs of one stream count together',
    'what was not asked for is never taken for absent',
  ),
  promised(
    "Whether somebody else's transaction holds this stream now: then nothing of it is loaded, and no command on it may be settled in this batch.",
    'nothing is held where nobody else is at work, there or not there yet',
    'a batch goes through without the conversation that a host’s transaction holds, and one of that conversation alone waits for it',
  ),
  promised(
    "A command's entry in the ledger: what a retry of it is answered.",
    'a receipt is found again by tenant, actor and command alone, and is as it was written',
    'a ledger entry that is not there is null',
  ),
  promised(
    'Keyed hash of the decoded input; null once the actor was erased.',
    'the hashes of what somebody gave go with it, and other people’s stay',
  ),
  promised(
    "The last event it added, or the last there was when it added none: its position is the receipt's.",
    'writes events, rows and receipts together: what follows sees them',
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
  ),
  promised(
    "The command ended its own actor's access, so a retry by them is still answered.",
    'somebody who left is still answered when they say so again',
  ),
  promised(
    "New events without positions, each stream's in order of version.",
    'versions are gapless in each stream, and each reader has a stream of their own',
    'an event %s: an error, and nothing at all is written',
  ),
  promised(
    'Events whose position the caller wants to know: already in the log, or written by this very batch.',
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
    'positionsOf may name events of the same batch',
  ),
  promised(
    "One event by its place: `reader` null is the conversation's own stream.",
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
  ),
  promised(
    "One for each event, in order; null inside a host's transaction on a storage that numbers at commit.",
    'positions are contiguous in each tenant, in the order of commits, one for each event',
  ),
  promised(
    "A storage seen from inside the host's transaction: plain results where the driver is synchronous.",
    'the mode is the one declared',
    'inside, queries and reads see what was committed inside; outside, nobody does before the host commits',
  ),
  promised(
    '`after`: how many of its events to skip.',
    'read gives the events of a conversation and of all its readers in the order of the log, skipping as many as asked',
  ),
  promised(
    'Where a rebuilt row is not what was stored.',
    '%s is named, stays while it is only looked at, and is mended when asked',
  ),
  promised(
    'Keys only, never content.',
    '%s is named, stays while it is only looked at, and is mended when asked',
  ),
  promised(
    'A named subscription has 64 slots; a stream belongs to one by its hash.',
    'a subscription has 64 slots, and others have their own',
  ),
  promised(
    'Takes up to `limit` slots that are free or whose lease has run out, for `lease` milliseconds from `now`, and renews those the owner holds.',
    'claim takes up to a limit, and answers all slots the owner holds',
    'a lease keeps a slot until it runs out, and claiming renews it',
    'claims at the same time never share a slot',
  ),
  promised(
    'Answers all slots it now owns.',
    'claim takes up to a limit, and answers all slots the owner holds',
  ),
  promised(
    'A slot taken over gets a higher epoch.',
    'a slot taken over gets a higher epoch, and one renewed keeps its own',
  ),
  promised(
    "How far a slot came in each tenant's log; tenants without an entry begin at the start.",
    'advance moves each slot forward in one tenant, never back; tenants without an entry begin at the start',
  ),
  promised(
    "Where the slot that is furthest behind stands in each tenant's log; without tenants where that is the start.",
    'the slot furthest behind is found over all of a name, in each tenant’s log',
  ),
  promised(
    'Moves slots forward, never back.',
    'advance moves each slot forward in one tenant, never back; tenants without an entry begin at the start',
  ),
  promised(
    'Answers false, and moves none, when one was taken over since its epoch.',
    'advance answers false and moves none when one of the slots was taken over',
  ),
  promised(
    'Gives slots back at once.',
    'release gives all slots of an owner back at once, and where they came to stays',
  ),
  promised(
    "Makes the slots of a subscription that has none yet, each at these places of the tenants' logs, all or nothing.",
    'begin places all slots of a name that has none, once, however many ask',
  ),
  promised(
    'Answers false, and changes nothing, where it has slots already.',
    'begin places all slots of a name that has none, once, however many ask',
  ),
  promised('Holds a stream back at an event, in place of what was held of it before.', holding),
  promised('Answers false, and changes nothing, when the slot was taken over since its epoch.', fencing),
  promised(
    'The streams held back, ordered by tenant and id: all, those due by a time, or one.',
    holding,
    hurrying,
  ),
  promised('Makes a held stream due at once, which whoever has its slot finds.', hurrying),
  promised('Answers whether it is held.', hurrying),
  promised('Lets a stream go on that is held at this position, and no other.', holding),
  promised('Answers false, and changes nothing, when the slot was taken over since its epoch.', fencing),
  promised(
    "How many events of a tenant's log, up to a position, wait in streams that are held back.",
    'what waits in held streams is counted, up to a position',
  ),
  promised('A stream that a subscription holds back at an event, while its other streams go on.', holding),
  promised(
    'Of the event; it and all that follow it in its stream wait.',
    'what waits in held streams is counted, up to a position',
  ),
  promised('The kind of failure, without content.', holding),
  promised('How often the event was tried.', holding),
  promised('When it was held first.', holding),
  promised('When it is to be tried again; null: not before somebody asks for it.', holding, hurrying),
  promised(
    'Milliseconds that its tries were apart, together: time in which nobody tried does not count.',
    holding,
  ),
  promised('Whether its time for being tried again is over.', holding),
]
