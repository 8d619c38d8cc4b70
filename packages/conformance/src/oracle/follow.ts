import { isDeepStrictEqual } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import type {
  Accepted,
  Command,
  Outcome,
  Query,
  Recorded,
  Rejection,
  Storage,
  StreamKey,
  Viewer,
} from '@colloquy/core'
import { decodeEvent, encodeEvent, foldRows, handle, isSettled, streamKey, viewerOf } from '@colloquy/core'
import { hasAccess } from './access.ts'
import { actorsOf } from './cast.ts'
import { answered, expected } from './compare.ts'
import { cursorAfter, readingOf } from './cursors.ts'
import type { History } from './random/historyOf.ts'
import { queriesAfter, queriesAtTheEnd } from './questions.ts'
import type { Telling } from './Story.ts'
import { tell } from './Story.ts'

/** How often things happened, to show that histories go everywhere. */
export type Tally = Map<string, number>
export const count = (tally: Tally, what: string): void => {
  tally.set(what, (tally.get(what) ?? 0) + 1)
}

export type Following = {
  /** All must answer alike; the first is also asked for the log. */
  readonly storages: ReadonlyArray<Storage>
  readonly history: History
  /** How many commands go into each batch, again and again. */
  readonly batches: ReadonlyArray<number>
  readonly tally: Tally
}

/** Runs a history, and after each batch compares everything that can be asked with what the definitions say. */
export const follow = async (following: Following): Promise<void> => {
  const { storages, history, batches, tally } = following
  const issued = new Set<string>()
  let waiting: ReadonlyArray<Command> = history.commands
  let telling = new Map<string, Telling>()
  for (let turn = 0; waiting.length > 0; turn++) {
    const size = Math.max(1, batches[turn % batches.length] ?? 1)
    const commands = batchOf(storages, waiting.slice(0, size))
    const outcomes = await commitAll(storages, commands)
    const after = await tellings(storages, history)
    countAll(tally, commands, outcomes)
    checkOutcomes(commands, outcomes, telling, after, issued)
    if (outcomes[0] === 'deferred') throw new Error('the first command of a batch was deferred')
    if (outcomes.includes('held')) throw new Error('a command was held, though nobody else is there')
    waiting = [...commands.filter((_, at) => outcomes[at] === 'deferred'), ...waiting.slice(commands.length)]
    telling = after
    await checkQueries(following, telling, queriesAfter(turn, commands, telling))
    await checkRebuilt(storages, streamsOf(outcomes))
  }
  await checkQueries(following, telling, queriesAtTheEnd(telling))
  for (const each of telling.values()) checkCodec(each.log)
}

const rightOf = <A>(either: E.Either<unknown, A>): A => {
  if (E.isRight(either)) return either.right
  throw new Error(`a storage failed: ${JSON.stringify(either.left)}`)
}

/** The first of these commands; where a storage takes one tenant at a time, up to the first of another. */
const batchOf = (
  storages: ReadonlyArray<Storage>,
  commands: ReadonlyArray<Command>,
): ReadonlyArray<Command> => {
  if (storages.every(({ capabilities }) => capabilities.batch === 'store')) return commands
  const other = commands.findIndex(
    ({ context }) => context.actor.tenant !== commands[0]?.context.actor.tenant,
  )
  return other === -1 ? commands : commands.slice(0, other)
}

const commitAll = async (
  storages: ReadonlyArray<Storage>,
  commands: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Outcome>> => {
  const all: Array<ReadonlyArray<Outcome>> = []
  for (const storage of storages) {
    const batch = handle(commands)
    all.push(batch.outcomes(rightOf(await storage.commit(batch.needs, batch.settle)())))
  }
  const [first = []] = all
  for (const other of all) same(other, first, 'outcomes of two storages')
  return first
}

const tellings = async (
  storages: ReadonlyArray<Storage>,
  { commands }: History,
): Promise<Map<string, Telling>> => {
  const found = new Map<string, Telling>()
  for (const { context } of commands) {
    const { tenant } = context.actor
    if (found.has(tenant)) continue
    const logs: Array<ReadonlyArray<Recorded>> = []
    for (const storage of storages)
      logs.push(rightOf(await storage.read({ tenant, after: 0 as never }, 10_000)()))
    const [log = []] = logs
    for (const other of logs) same(other, log, 'logs of two storages')
    log.forEach(({ position }, at) => same(position, at + 1, 'positions have no gaps'))
    found.set(tenant, tell(log))
  }
  return found
}

const countAll = (tally: Tally, commands: ReadonlyArray<Command>, outcomes: ReadonlyArray<Outcome>): void => {
  outcomes.forEach((outcome, at) => {
    const tag = commands[at]?._tag ?? ''
    if (!isSettled(outcome)) return count(tally, outcome)
    count(tally, `command ${tag}`)
    if (E.isLeft(outcome)) return count(tally, `refused ${outcome.left._tag}`)
    if (!outcome.right.changed) count(tally, 'unchanged')
    for (const { event } of outcome.right.events) count(tally, `event ${event.type}`)
  })
}

const checkOutcomes = (
  commands: ReadonlyArray<Command>,
  outcomes: ReadonlyArray<Outcome>,
  before: Map<string, Telling>,
  after: Map<string, Telling>,
  issued: Set<string>,
): void => {
  const added = outcomes.flatMap((outcome) =>
    isSettled(outcome) && E.isRight(outcome) ? outcome.right.events : [],
  )
  const lengths = (tellings: Map<string, Telling>): number =>
    [...tellings.values()].reduce((sum, { log }) => sum + log.length, 0)
  same(lengths(after) - lengths(before), added.length, 'events added')
  const [command] = commands
  const [outcome] = outcomes
  const key = `${command?.context.actor.tenant} ${command?.context.actor.kind} ${command?.context.actor.id} ${command?.context.commandId}`
  if (
    command !== undefined &&
    commands.length === 1 &&
    outcome !== undefined &&
    isSettled(outcome) &&
    !issued.has(key)
  ) {
    checkSingle(command, outcome, before, after)
  }
  for (const { context } of commands) {
    issued.add(`${context.actor.tenant} ${context.actor.kind} ${context.actor.id} ${context.commandId}`)
  }
}

/** What the definitions say of one command by itself: whether it is let in, its receipt, and its reader's cursor. */
const checkSingle = (
  command: Command,
  outcome: E.Either<Rejection, Accepted>,
  before: Map<string, Telling>,
  after: Map<string, Telling>,
): void => {
  const { actor, policies, backdated } = command.context
  const told = before.get(actor.tenant)
  const story = told?.stories.get(command.conversationId)
  const found = E.isRight(outcome) || outcome.left._tag !== 'NotFound'
  const begins =
    command._tag === 'StartConversation' ||
    command._tag === 'FollowRecord' ||
    command._tag === 'UnfollowRecord'
  const admissible = policies.enabled && (backdated === null || actor.capabilities.has('backdate'))
  if (!begins && command._tag !== 'EraseContent' && admissible && told !== undefined) {
    const access = story !== undefined && hasAccess(story, viewerOf(actor, policies), told)
    const onMessage = ['EditMessage', 'RemoveMessage', 'PublishMessage'].includes(command._tag)
    if (!access && found) throw new Error(`${command._tag} without access: ${JSON.stringify(outcome)}`)
    if (access && !found && !onMessage) throw new Error(`${command._tag} found nothing in spite of access`)
  }
  if (E.isLeft(outcome)) return
  const accepted = outcome.right
  const now = after.get(actor.tenant)?.stories.get(accepted.conversation)
  if (now !== undefined) {
    same([accepted.version, accepted.customerVersion], [now.events.length, now.shown], 'a receipt')
    same(accepted.changed, accepted.events.length > 0, 'changed')
    same(
      accepted.position,
      (accepted.events.at(-1) ?? now.events.at(-1))?.position,
      'the position of a receipt',
    )
  }
  const wanted = story === undefined ? null : cursorAfter(command, story)
  if (wanted === null || story === undefined || now === undefined) return
  same(readingOf(now, wanted.who), wanted.reading, `the cursor after ${command._tag}`)
  if (command._tag === 'MarkRead' || command._tag === 'MarkUnread') {
    const moved = !isDeepStrictEqual(readingOf(story, wanted.who), wanted.reading)
    same(accepted.changed, moved, `whether ${command._tag} changed anything`)
  }
}

export type Question = { readonly tenant: string; readonly query: Query }

const checkQueries = async (
  { storages, history, tally }: Following,
  tellings: Map<string, Telling>,
  questions: ReadonlyArray<Question>,
): Promise<void> => {
  for (const { tenant, query } of questions) {
    const telling = tellings.get(tenant)
    if (telling === undefined) continue
    for (const actor of actorsOf(tenant, history.policies)) {
      const viewer = viewerOf(actor, history.policies)
      count(tally, `query ${query._tag}`)
      await checkQuery(storages, query, viewer, telling)
    }
  }
}

const checkQuery = async (
  storages: ReadonlyArray<Storage>,
  query: Query,
  viewer: Viewer,
  telling: Telling,
): Promise<void> => {
  const where = `${viewer.side} ${viewer.who.id}: ${JSON.stringify(query)}`
  const wanted = expected(query, viewer, telling)
  let first: unknown
  for (const [at, storage] of storages.entries()) {
    const answer = rightOf<unknown>(await storage.query<Query>(query, viewer)())
    if (at === 0) {
      first = answer
      same(answered(query, viewer, answer as never), wanted, where)
    } else {
      same(answer, first, `two storages, ${where}`)
    }
  }
}

const streamsOf = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<StreamKey> => {
  const streams = outcomes.flatMap((outcome) =>
    isSettled(outcome) && E.isRight(outcome)
      ? outcome.right.events.map(({ tenant, conversation }) => ({ tenant, conversation }))
      : [],
  )
  return [...new Map(streams.map((stream) => [streamKey(stream), stream])).values()]
}

/** Invariant 13: the rows are at every moment what folding the events gives. */
const checkRebuilt = async (
  storages: ReadonlyArray<Storage>,
  streams: ReadonlyArray<StreamKey>,
): Promise<void> => {
  for (const storage of storages) {
    for (const stream of streams)
      same(rightOf(await storage.refold(stream, foldRows, false)()), [], 'rebuilt rows')
  }
}

const checkCodec = (log: ReadonlyArray<Recorded>): void => {
  for (const { event } of log)
    same(decodeEvent(encodeEvent(event)), E.right(event), 'an event written and read')
}

const same = (found: unknown, wanted: unknown, what: string): void => {
  if (isDeepStrictEqual(found, wanted)) return
  throw new Error(`${what}\n${differences(found, wanted).join('\n')}`)
}

/** Where two plain values differ, with both. */
const differences = (found: unknown, wanted: unknown, path = ''): ReadonlyArray<string> => {
  if (isDeepStrictEqual(found, wanted)) return []
  const nested = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null
  if (!nested(found) || !nested(wanted)) {
    return [`${path}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`]
  }
  return [...new Set([...Object.keys(found), ...Object.keys(wanted)])]
    .flatMap((key) => differences(found[key], wanted[key], `${path}.${key}`))
    .slice(0, 12)
}
