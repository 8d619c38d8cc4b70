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
import type { Around, Bound, Unknown } from './commands/Definition.ts'
import type { Named } from './commands/who.ts'
import type { Place } from '@colloquy/core/decoding'
import { decodeGiven } from '@colloquy/core/decoding'
import { naming } from './naming.ts'
import type { Answer } from '../engine/Pending.ts'
import { andThen } from '../engine/Pending.ts'
import type { Route } from './Route.ts'

/** Decodes the input of a command, without asking anybody anything. */
export const decode = (engine: Engine, name: CommandName, input: unknown): Either<Rejection, Bound> =>
  decodeGiven(commands[name], input, wholeInput(engine))

export const wholeInput = ({ limits }: Engine): Place => ({ field: '', whole: 'input', limits })

/** Makes a command of decoded input, after asking the host about the people and records that it names. */
export const prepare = (engine: Engine, route: Route, acting: Acting, bound: Bound): Answer<Command> => {
  const { tenant } = acting.actor
  return andThen(engine.people(tenant, bound.people), (directory) =>
    andThen(naming(engine, route, acting, bound.records), (records) =>
      andThen(kindOfUnknown(route, acting, bound.unknown, directory), (kind): Either<Rejection, Command> => {
        const context: Context = {
          actor: acting.actor,
          policies: acting.policies,
          now: engine.clock(),
          backdated: bound.common.at,
          commandId: bound.common.commandId ?? (engine.newId() as CommandId),
          // Nobody can give a command again under an id that we made: the log alone tells what became of it.
          ledger: bound.common.commandId !== null,
          hash: engine.hash(bound.hashed),
          correlationId: null,
          causationId: null,
          meta: {},
          directory,
          records,
        }
        const around = aroundOf(engine, context, kind)
        const refused = bound.refuse(around)
        return refused === null ? E.right(bound.command(around)) : E.left(refused)
      }),
    ),
  )
}

const aroundOf = (engine: Engine, context: Context, unknown: Kind): Around => {
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
 * The kind of a person given by id alone: as the conversation knows them, or a member of staff. It only says whose
 * seat is meant, so it is looked up with all staff's eyes; deciding comes later, with the actor's. Customers look with
 * their own: whom they mean must not depend on staff whom they do not see.
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
