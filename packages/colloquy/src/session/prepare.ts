import type { ActorId, CommandId } from '@colloquy/core/storage'
import type { Command, Context, Rejection } from '@colloquy/core/engine'
import type { Kind } from '@colloquy/core'
import { openReadToken, sideOf } from '@colloquy/core/engine'
import { readerKey, viewerOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Acting, Engine } from '../engine/Engine.ts'
import type { CommandName } from './commands/commands.ts'
import { commands } from './commands/commands.ts'
import type { Environment, DecodedCommand, Unknown } from './commands/Definition.ts'
import type { Named } from './commands/who.ts'
import type { Place } from '@colloquy/core/decoding'
import { decodeGiven } from '@colloquy/core/decoding'
import { naming } from './naming.ts'
import type { Answer } from '../engine/Pending.ts'
import { andThen } from '../engine/Pending.ts'
import type { Route } from './Route.ts'

/** Decodes the input of a command, without asking anybody anything. */
export const decode = (
  engine: Engine,
  name: CommandName,
  input: unknown,
): Either<Rejection, DecodedCommand> => decodeGiven(commands[name], input, wholeInput(engine))

export const wholeInput = ({ limits }: Engine): Place => ({ field: '', whole: 'input', limits })

/** Makes a command of decoded input, after asking the host about the people and records that it names. */
export const prepare = (
  engine: Engine,
  route: Route,
  acting: Acting,
  decoded: DecodedCommand,
): Answer<Command> => {
  const { tenant } = acting.actor
  return andThen(engine.people(tenant, decoded.people), (directory) =>
    andThen(naming(engine, route, acting, decoded.records), (records) =>
      andThen(
        kindOfUnknown(route, acting, decoded.unknown, directory),
        (kind): Either<Rejection, Command> => {
          const context: Context = {
            actor: acting.actor,
            policies: acting.policies,
            now: engine.clock(),
            backdated: decoded.common.at,
            commandId: decoded.common.commandId ?? (engine.newId() as CommandId),
            // Without an idempotency key of the caller's nobody can repeat the command, so no receipt is stored.
            ledger: decoded.common.commandId !== null,
            hash: engine.hash(decoded.hashed),
            correlationId: null,
            causationId: null,
            meta: {},
            directory,
            records,
          }
          const env = environmentOf(engine, context, kind)
          const refused = decoded.refuse(env)
          return refused === null ? E.right(decoded.command(env)) : E.left(refused)
        },
      ),
    ),
  )
}

const environmentOf = (engine: Engine, context: Context, unknown: Kind): Environment => {
  const kindOf = (named: Named): Kind => named.kind ?? kindByDirectory(context.directory, named.id) ?? unknown
  return {
    context,
    newId: engine.newId,
    newMessageId: engine.newMessageId,
    kindOf,
    whoIs: (named) => ({ side: sideOf(kindOf(named)), id: named.id }),
    readToken: (conversation, reader, token) =>
      openReadToken(engine.seal, { tenant: context.actor.tenant, conversation }, reader, token),
  }
}

/** The kind of an id that is on one side only. */
const kindByDirectory = (directory: Context['directory'], id: ActorId): Kind | null => {
  const staff = directory?.get(readerKey({ side: 'staff', id })) ?? null
  const customer = directory?.get(readerKey({ side: 'customer', id })) ?? null
  return staff !== null && customer !== null ? null : (staff?.kind ?? customer?.kind ?? null)
}

/**
 * The kind of a person given by id alone: that of the participant with this id, or else staff. Only the seat is found
 * here, so staff's lookup sees every conversation; the actor's own rights are checked when the command is decided. A
 * customer's lookup sees what they see: which person is meant must not depend on staff whom they do not see.
 */
const kindOfUnknown = (
  route: Route,
  { actor, policies }: Acting,
  unknown: Unknown | null,
  directory: Context['directory'],
): Answer<Kind> => {
  if (unknown === null || kindByDirectory(directory, unknown.named.id) !== null) return E.right('staff')
  const own = viewerOf(actor, policies)
  const eyes = own.side === 'customer' ? own : { ...own, viewAll: true }
  const query = { _tag: 'Participants', conversation: unknown.conversationId } as const
  return andThen(route.query(query, eyes), (seats) => {
    const found = seats.filter(({ who }) => who.id === unknown.named.id)
    return E.right(found.length === 1 && found[0] !== undefined ? found[0].kind : 'staff')
  })
}
