/** A sentence of the ports' comments, with the tests of the contract that check it. */
export type Promised = { readonly sentence: string; readonly tests: ReadonlyArray<string> }

const promised = (sentence: string, ...tests: ReadonlyArray<string>): Promised => ({ sentence, tests })

const holding = 'a held stream stays until it is let go where it is held, and holding it again replaces it'
const hurrying = 'a held stream is found by when it is due, and at once where somebody hurries it'
const fencing = 'who was taken over neither holds a stream nor lets it go'

/**
 * Every sentence of the comments in `@colloquy/core`'s `ports/Storage.ts` and `ports/Checkpoints.ts`, in their order,
 * with the tests that check it. A sentence that only defines a term names the tests that use it.
 */
export const promises: ReadonlyArray<Promised> = [
  promised(
    'The port to where events and the read model are stored.',
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
    'No method throws or rejects: an error is a `StoreError`.',
    'no call throws or rejects, whatever it names, and none of them changes the log',
    'without a schema every other call answers an error, and none throws',
    'closing never fails, not twice either, and calls after it answer without a throw',
  ),
  promised(
    'A bug in the code is not one: an exception of `settle`, for instance, is rethrown unchanged.',
    'a fault in the code is thrown as what it is, nothing is written, and the storage goes on',
    'a fault in the code is thrown inside a transaction, too, which goes on without what was begun',
  ),
  promised(
    'Creates or upgrades the schema, once however many processes ask at a time.',
    'migrating many times at once comes to one schema',
  ),
  promised("Answers the schema's version.", 'migrating answers the version needed, and again does nothing'),
  promised(
    "The schema's version in the database, without changing anything: 0 without a schema.",
    'looking for the schema changes nothing: there is none before migrating, however often one looks',
  ),
  promised(
    '32 random bytes in hex, made with the schema; every process that opens the storage gets the same.',
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
    'A retry of the transaction also loads everything that was asked for with `more` before.',
    'while settle asks for more, it is called again with all that was asked for so far',
    'commands that meet on one conversation are all accepted, once each, in one order',
  ),
  promised(
    'Where a transaction can lock single conversations, a batch that names several never waits for one that another transaction has locked; a batch that names one alone waits for that lock for a bounded time, and is then `Unavailable`.',
    'a batch goes through without the conversation that a host’s transaction holds, and one of that conversation alone waits for it',
    'a batch of one conversation that waits for a host’s transaction sees what that wrote, once it ended',
    'commands that meet on one conversation are all accepted, once each, in one order',
  ),
  promised(
    'Answers one query from one snapshot, as this viewer may see it: visibility comes before everything else.',
    '%s is answered as by the reference, whoever looks',
    'what somebody may not see looks as if it did not exist',
    'any list gives by pages what it is as a whole, and nothing but what may be opened, whoever looks',
    'a list gives by pages each unchanged row once, and by its changes the rest, whatever happens meanwhile',
    'a query sees a batch whole or not at all',
  ),
  promised(
    '`Both` answers its two queries from the same snapshot.',
    '%s is answered as by the reference, whoever looks',
    'two questions are answered from one moment, whatever is committed meanwhile',
  ),
  promised(
    '`commit`, `query` and `read` inside the open transaction that the host holds on `handle`; the host commits or rolls back.',
    'what is committed inside is there once the host commits, as if it had been committed outside',
    'when the host rolls back nothing was written, and its positions and ids are free again',
  ),
  promised(
    'A handle without an open transaction of this database, or with another one than at this call, is `TransactionRefused`: at once, or by each call where only the server can tell.',
    'a handle that is no transaction of the storage’s is refused by an error',
    'a handle outside any transaction, and what is left of one that ended, are refused by errors',
    'what was made in one transaction is refused in the next on the same handle, used before or not',
  ),
  promised(
    "Events in order: of a tenant's log after a position, or of a conversation (all its streams) in log order.",
    'read gives a tenant’s events after a position, in order, at most as many as asked for, as they were written',
    'read gives the events of a conversation and of all its readers in the order of the log, skipping as many as asked',
  ),
  promised(
    'Every tenant with the last position of its log.',
    'heads names every tenant with its last position, and no tenant without events',
  ),
  // A benchmark measures the cost.
  promised(
    'One cheap query.',
    'heads names every tenant with its last position, and no tenant without events',
  ),
  promised(
    'All streams (conversations and followed records) that have an event or a row, ordered by tenant and id, after one or from the start.',
    'streams gives conversations and followed records by tenant and id, page after page',
    'ids are ordered by code point',
  ),
  promised(
    'The streams whose events hold personal content of a person, ordered by id.',
    'concerning names the streams that hold somebody’s personal content by any event, until it is erased',
  ),
  promised(
    'Locks one stream, folds all its events with `fold`, compares the resulting rows with those stored, and answers the differences; with `write` it also corrects the stored rows, in the same transaction.',
    'finds nothing in any stream that commits alone have written',
    '%s is named, stays while it is only looked at, and is mended when asked',
    'folds all events of the stream, in the order of the log, and of no other',
    'commits go on around it',
  ),
  promised(
    "Answers the differences that `refold` of a stream can't see: rows without any event, and heads that are not the end of their tenant's log; with `write` it also corrects them.",
    'rows of a conversation without events are found, and are gone when asked',
    'there are no strays in what commits alone have written',
  ),
  promised(
    'After erasing: makes sure that no page or journal of the database still holds erased content.',
    'after scrub no byte that is kept holds what was erased',
  ),
  promised(
    'Deletes receipts of commands accepted before a time.',
    'forget removes receipts of commands accepted before a time, and tells how many',
  ),
  promised(
    'Answers how many.',
    'forget removes receipts of commands accepted before a time, and tells how many',
  ),
  promised(
    'Calls `wake` when another process may have committed; without content, perhaps without reason, perhaps never.',
    'a hint bears no content, and none comes after it was stopped',
    'a hint comes after a commit of another handle, to everybody who asked',
  ),
  promised(
    "Warnings about the storage's setup for its operator, without content; read once, at opening.",
    'what an operator should know is said in sentences, the same again',
  ),
  promised(
    'Whether `within` answers synchronously or with promises; null: there is no host transaction.',
    'the mode is the one declared',
    'a handle that is no transaction of the storage’s is refused by an error',
  ),
  promised(
    'Whether a batch may hold commands of several tenants.',
    'one batch may hold commands of several tenants',
  ),
  promised(
    'How many batches of a tenant may be committed concurrently, each conversation always in the same lane; default 1.',
    'as many batches at a time as there are lanes, each with conversations of its own, all come through',
    'capabilities are as declared, and each has what the contract needs to run it',
  ),
  promised(
    'Whether data outlives the process.',
    'what was committed is there for another handle at once, and after this one is closed',
  ),
  promised(
    'Whether `hint` reports every commit of another process, if with a delay: then polling is not needed.',
    'a hint comes after a commit of another handle, to everybody who asked',
  ),
  promised(
    'What was loaded for a batch.',
    'is as the reference loads it: seats, the assignee, messages, links, cursors at every place, what is around a message, hashes, texts and histories',
    'a conversation that is not there has no header',
  ),
  promised(
    'The state restricted to the union of all needs of this stream.',
    'all needs of one stream count together',
    'what was not asked for is never taken for absent',
  ),
  promised(
    'Whether another transaction has locked this stream: then nothing of it is loaded, and no command on it may be settled in this batch.',
    'nothing is held where nobody else is at work, there or not there yet',
    'a batch goes through without the conversation that a host’s transaction holds, and one of that conversation alone waits for it',
  ),
  promised(
    "A command's entry in the ledger: the answer to its retries.",
    'a receipt is found again by tenant, actor and command alone, and is as it was written',
    'a ledger entry that is not there is null',
  ),
  promised(
    'The keyed hash of the decoded input; null once the actor was erased.',
    'the hashes of what somebody gave go with it, and other people’s stay',
  ),
  promised(
    "The last event the command added, or the last of the stream when it added none: its position is the receipt's.",
    'writes events, rows and receipts together: what follows sees them',
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
  ),
  promised(
    "The command ended its own actor's access, and its retries by that actor are still answered.",
    'somebody who left is still answered when they say so again',
  ),
  promised(
    "New events without positions, each stream's in order of version.",
    'versions are gapless in each stream, and each reader has a stream of their own',
    'an event %s: an error, and nothing at all is written',
  ),
  promised(
    'Events whose positions are wanted: already in the log, or written by this batch.',
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
    'positionsOf may name events of the same batch',
  ),
  promised(
    "The key of one event: `reader` null is the conversation's own stream.",
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
  ),
  promised(
    "One position for each event, in order; null inside a host's transaction on a storage that numbers events at commit.",
    'positions are contiguous in each tenant, in the order of commits, one for each event',
  ),
  promised(
    "A storage inside the host's transaction: plain results where the driver is synchronous.",
    'the mode is the one declared',
    'inside, queries and reads see what was committed inside; outside, nobody does before the host commits',
  ),
  promised(
    '`after`: how many of its events to skip.',
    'read gives the events of a conversation and of all its readers in the order of the log, skipping as many as asked',
  ),
  promised(
    'A difference between a rebuilt row and the stored one.',
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
    "Leases up to `limit` slots that are free or whose lease has expired, for `lease` milliseconds from `now`, and renews the owner's leases.",
    'claim takes up to a limit, and answers all slots the owner holds',
    'a lease keeps a slot until it runs out, and claiming renews it',
    'claims at the same time never share a slot',
  ),
  promised(
    'Answers all slots the owner now holds.',
    'claim takes up to a limit, and answers all slots the owner holds',
  ),
  promised(
    'A slot taken over gets a higher epoch.',
    'a slot taken over gets a higher epoch, and one renewed keeps its own',
  ),
  promised(
    "A slot's checkpoints in the tenants' logs; tenants without an entry begin at the start.",
    'advance moves each slot forward in one tenant, never back; tenants without an entry begin at the start',
  ),
  promised(
    "The checkpoint of the furthest slot behind in each tenant's log; without tenants where that is the start.",
    'the slot furthest behind is found over all of a name, in each tenant’s log',
  ),
  promised(
    'Moves checkpoints forward, never back.',
    'advance moves each slot forward in one tenant, never back; tenants without an entry begin at the start',
  ),
  promised(
    'Answers false, and moves none, when one of the slots was taken over since its epoch.',
    'advance answers false and moves none when one of the slots was taken over',
  ),
  promised(
    "Ends the owner's leases at once.",
    'release gives all slots of an owner back at once, and where they came to stays',
  ),
  promised(
    "Creates the slots of a subscription that has none yet, with these checkpoints in the tenants' logs, all or nothing.",
    'begin places all slots of a name that has none, once, however many ask',
  ),
  promised(
    'Answers false, and changes nothing, where it has slots already.',
    'begin places all slots of a name that has none, once, however many ask',
  ),
  promised('Holds a stream back at an event, replacing an earlier entry of the stream.', holding),
  promised('Answers false, and changes nothing, when the slot was taken over since its epoch.', fencing),
  promised(
    'The streams held back, ordered by tenant and id: all, those due by a time, or one.',
    holding,
    hurrying,
  ),
  promised('Makes a held stream due at once, for the process that leases its slot.', hurrying),
  promised('Answers whether it is held.', hurrying),
  promised('Releases a stream that is held at this position, and at no other.', holding),
  promised('Answers false, and changes nothing, when the slot was taken over since its epoch.', fencing),
  promised(
    "How many events of a tenant's log, up to a position, wait in streams that are held back.",
    'what waits in held streams is counted, up to a position',
  ),
  promised('A stream that a subscription holds back at an event, while its other streams go on.', holding),
  promised(
    'The position of the event; it and all later events of its stream wait.',
    'what waits in held streams is counted, up to a position',
  ),
  promised('The kind of failure, without content.', holding),
  promised('How often the event was tried.', holding),
  promised('When it was first held.', holding),
  promised('The time of the next retry; null: no retry before `hurry`.', holding, hurrying),
  promised(
    'The sum of the backoff between its retries, in milliseconds: time in which no process ran does not count.',
    holding,
  ),
  promised('Whether its time for retries is over.', holding),
]
