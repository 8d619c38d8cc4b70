import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Accepted,
  type Command,
  type Context,
  handle,
  isSettled,
  resolveCapabilities,
} from '@colloquy/core/engine'
import {
  type Actor,
  type ActorId,
  type CommandId,
  type ConversationId,
  type Inside,
  type MessageId,
  type Storage,
  type StoreError,
  type TenantId,
  type Time,
  viewerOf,
} from '@colloquy/core/storage'
import { type Kind, presets, roles } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'

const policies = presets.helpdesk

const person = (id: string, kind: Kind): Actor => ({
  tenant: 'acme' as TenantId,
  id: id as ActorId,
  kind,
  name: null,
  capabilities: resolveCapabilities(kind === 'customer' ? roles.customer : roles.admin, kind, policies),
  queues: kind === 'customer' ? [] : ['support'],
  records: [],
})
export const anna = person('anna', 'staff')
export const cleo = person('cleo', 'customer')
export const annaLooks = viewerOf(anna, policies)
export const one = 'one' as ConversationId

let count = 0
const context = (actor: Actor): Context => {
  count += 1
  return {
    actor,
    policies,
    now: (1_700_000_000_000 + count) as Time,
    backdated: null,
    commandId: `command-${count}` as CommandId,
    ledger: true,
    hash: `hash-${count}`,
    correlationId: null,
    causationId: null,
    meta: {},
    directory: null,
    records: new Map(),
  }
}

export const start = (id: string, subject = 'A subject'): Command => ({
  _tag: 'StartConversation',
  beganBy: null,
  conversationId: id as ConversationId,
  type: 'customer',
  subject,
  customer: { who: { side: 'customer', id: cleo.id }, kind: 'customer', contact: null },
  participants: [],
  assignee: null,
  source: null,
  contexts: [],
  channel: 'web',
  queue: 'support',
  message: null,
  attributes: {},
  context: context(anna),
})

export const post = (id: string, body: string, actor: Actor = cleo): Command => ({
  _tag: 'PostMessage',
  conversationId: id as ConversationId,
  forkId: 'fork' as ConversationId,
  messageId: `message-${count}` as MessageId,
  body,
  visibility: 'public',
  as: null,
  replyTo: null,
  mentions: [],
  seenUpTo: null,
  confirmPublic: true,
  answers: true,
  attributes: {},
  context: context(actor),
})

export const eraseMessage = (id: string, messageId: MessageId): Command => ({
  _tag: 'EraseContent',
  conversationId: id as ConversationId,
  of: { what: 'message', messageId },
  context: context({ ...anna, kind: 'system' }),
})

const accepted = (batch: ReturnType<typeof handle>, committed: Parameters<typeof batch.outcomes>[0]) =>
  batch.outcomes(committed).map((outcome): Accepted => {
    if (!isSettled(outcome) || E.isLeft(outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`)
    return outcome.right
  })

/** Commits commands in one batch; what the storage refuses is a Left. */
export const commit = async (
  storage: Storage,
  ...commands: ReadonlyArray<Command>
): Promise<E.Either<StoreError, ReadonlyArray<Accepted>>> => {
  const batch = handle(commands)
  const committed = await storage.commit(batch.needs, batch.settle)()
  return E.isLeft(committed) ? committed : E.right(accepted(batch, committed.right))
}

export const commitInside = (
  inside: Inside,
  ...commands: ReadonlyArray<Command>
): ReadonlyArray<Accepted> => {
  if (inside.mode !== 'sync') throw new Error('not synchronous')
  const batch = handle(commands)
  return accepted(batch, right(inside.commit(batch.needs, batch.settle)))
}

export const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(`failed: ${JSON.stringify(result.left)}`)
  return result.right
}

export const left = <L>(result: E.Either<L, unknown>): L => {
  if (E.isRight(result)) throw new Error('succeeded')
  return result.left
}

let folder: string | null = null
let files = 0
/** A name of a file that is not there yet. */
export const newFile = (): string => {
  folder ??= mkdtempSync(join(tmpdir(), 'colloquy-sqlite-'))
  return join(folder, `${(files += 1)}.db`)
}

/** Removes all files that a test file made. */
export const removeFiles = (): void => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
  folder = null
}
