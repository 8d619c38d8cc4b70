import type { Accepted, Command } from '@colloquy/core/engine'
import { expected } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { withBackoff } from '../../committing/busy.ts'
import type { Engine } from '../../engine/Engine.ts'
import { kindOf } from '../../engine/kindOf.ts'
import { elapsed } from '../../engine/timers.ts'
import type { Reason } from '../../engine/Reason.ts'
import { decodeImported } from './decodeImported.ts'
import type { ImportedConversation } from './ImportedConversation.ts'
import { checkedOptions } from './checkedOptions.ts'
import type { Item } from './eachOf.ts'
import { eachOf } from './eachOf.ts'
import { stretching } from './stretching.ts'
import { importedCommands } from './importedCommands.ts'
import type { JsonLine } from './readJsonLines.ts'
import { systemOf } from '../system.ts'

/** Where conversations come from, one after the other. */
export type ImportSource = Iterable<Importable> | AsyncIterable<Importable>
/** A conversation, or what `readJsonLines` made of a line; each is checked before it is used. */
export type Importable = ImportedConversation | JsonLine

/** How an import works. */
export type ImportOptions = {
  /** Whose conversations they are, unless they say so themselves. */
  readonly tenant?: string
  /** Whether what is imported counts as unread for its participants. Default `none`. */
  readonly unread?: 'none' | 'asPosted'
  readonly onProgress?: (progress: { readonly conversations: number; readonly messages: number }) => void
  /** How many conversations are imported concurrently. Default 32. */
  readonly concurrency?: number
}

/** What an import came to. */
export type Imported = {
  /** Conversations that are there now, and their messages, by visibility too. */
  readonly conversations: number
  readonly messages: number
  readonly public: number
  readonly internal: number
  /** How many of the messages are new, and how many were there before. */
  readonly added: number
  readonly unchanged: number
  /**
   * What could not be imported, by its number in the source from 1 (of lines: the line's), and why. A source that fails
   * ends the import: `InvalidInput` of `source`, at the number that would have been next.
   */
  readonly failed: ReadonlyArray<ImportFailure>
  readonly seconds: number
}
/** One conversation, or one message of it, that could not be imported. */
export type ImportFailure = { readonly number: number; readonly reason: Reason; readonly messageId?: string }

/**
 * Imports conversations with their own ids and times, through the ordinary commands. What is wrong in one is named in
 * `failed` and harms no other. No time may lie more than five minutes ahead. Importing the same again adds nothing.
 * `on` and `subscribe` hear of what is new, with its old times.
 *
 * @example continues the README
 * const messages = [{ author: { id: 'cleo', kind: 'customer' }, visibility: 'public', body: 'Hello' }] as const
 * const { added, failed } = await chat.import([{ id: 'old-1', customer: 'cleo', messages }], { tenant: 'acme' })
 * console.log(added, failed.length) // 1 0
 */
export type Import = (source: ImportSource, options?: ImportOptions) => Either<Reason, Imported>

/** Messages of one conversation given to the group commit at a time. */
const atOnce = 256

export const importing =
  (engine: Engine) =>
  async (source: ImportSource, options: ImportOptions = {}): Promise<Either<Reason, Imported>> => {
    const { tenant, unread, onProgress, concurrency } = checkedOptions(options, engine.limits)
    const began = elapsed()
    const totals = { conversations: 0, messages: 0, public: 0, internal: 0, added: 0, unchanged: 0 }
    const failed: Array<ImportFailure> = []

    const one = async (number: number, item: Item): Promise<void> => {
      const fail = (reason: Reason): void => void failed.push({ number, reason })
      const decoded = E.isLeft(item) ? item : decodeImported(item.right, engine.limits, engine.clock())
      if (E.isLeft(decoded)) return fail(decoded.left)
      const { head } = decoded.right
      const whose = head.tenant === null ? tenant : E.right(head.tenant)
      if (E.isLeft(whose)) return fail(whose.left)
      const policies = engine.policiesOf(whose.right)
      if (E.isLeft(policies)) return fail(policies.left)
      const named = [...(head.source === null ? [] : [head.source]), ...head.contexts]
      const records = await engine.records(systemOf(whose.right), named)
      if (E.isLeft(records)) return fail(records.left)
      const commands = importedCommands(
        engine,
        whose.right,
        decoded.right,
        records.right,
        policies.right,
        unread,
      )
      const { start, steps, close, settle } = commands
      const started = await submit(engine, start)
      if (E.isLeft(started)) return fail(started.left)
      let added = 0
      const stretches = stretching()
      const refused: Array<Reason> = []
      for (const some of inParts(steps, atOnce)) {
        // Given in one go, they are committed in this order and mostly together.
        const answers = await Promise.all(some.map(({ command }) => submit(engine, command)))
        for (const [index, answer] of answers.entries()) {
          const step = some[index]
          if (step === undefined) continue
          if (step.message === null) {
            if (E.isLeft(answer)) refused.push(answer.left)
          } else if (E.isLeft(answer)) {
            failed.push({ number, reason: answer.left, messageId: step.command.messageId })
          } else {
            totals.messages += 1
            totals[step.message.visibility] += 1
            stretches.add(answer.right, step.message.visibility)
            if (answer.right.changed) added += 1
            else totals.unchanged += 1
          }
        }
      }
      totals.added += added
      const isNew = started.right.changed || added > 0
      const closed = close === null ? null : await submit(engine, close)
      if (closed !== null && E.isLeft(closed)) refused.push(closed.left)
      // What was imported before is past: it can't happen again at that time.
      if (isNew) refused.forEach(fail)
      for (const stretch of unread === 'none' ? stretches.all() : []) {
        const settled = await submit(engine, settle(stretch))
        if (E.isLeft(settled)) fail(settled.left)
      }
      totals.conversations += 1
      onProgress?.({ conversations: totals.conversations, messages: totals.messages })
    }

    const count = await eachOf(source, concurrency, one)
    if (E.isLeft(count)) {
      const { number, error } = count.left
      failed.push({ number, reason: expected('source', 'a source that can be read to its end') })
      engine.log({ level: 'error', what: 'the source of an import failed', detail: kindOf(error) })
    }
    const inOrder = failed.toSorted((a, b) => a.number - b.number)
    return E.right({ ...totals, failed: inOrder, seconds: (elapsed() - began) / 1000 })
  }

function* inParts<A>(items: Iterable<A>, size: number): Generator<ReadonlyArray<A>> {
  let part: Array<A> = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** Commands of an import are idempotent by their ids, so they are retried after a lost reply, too. */
const submit = (engine: Engine, command: Command): Promise<Either<Reason, Accepted>> =>
  withBackoff(
    { tries: 10, wait: 20, longest: 200 },
    ({ _tag }) => _tag === 'Conflict' || _tag === 'Unavailable' || _tag === 'OutcomeUnknown',
    engine.submit(command),
  )
