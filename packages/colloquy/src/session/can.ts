import type { Rejection } from '@colloquy/core/engine'
import { expected, probe } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Acting, Engine } from '../engine/Engine.ts'
import { commands, isCommandName, isOnConversation } from './commands/commands.ts'
import type { CommandName } from './commands/commands.ts'
import type { DecodedCommand } from './commands/Definition.ts'
import { isPlainObject, plain } from '@colloquy/core/decoding'
import type { Answer } from '../engine/Pending.ts'
import { after, andThen } from '../engine/Pending.ts'
import { decode, prepare, wholeInput } from './prepare.ts'
import type { Reason } from '../engine/Reason.ts'
import type { Route } from './Route.ts'

export type Allowed = { readonly allowed: boolean; readonly reason?: Reason }

const no = (reason: Reason): Either<Reason, Allowed> => E.right({ allowed: false, reason })

/** Whether a command would be accepted now, by the functions that decide it; nothing is written. */
export const can = (
  engine: Engine,
  route: Route,
  acting: Acting,
  given: ReadonlyArray<unknown>,
): Answer<Allowed> => {
  const [name, conversationId, input] = given
  if (!isCommandName(name)) return E.left(expected('command', 'the name of a command'))
  const asked = question(engine, acting, name, conversationId, input)
  if (E.isLeft(asked)) return no(asked.left)
  const { decoded, wholly } = asked.right
  return after(prepare(engine, route, acting, decoded), (prepared) => {
    if (E.isLeft(prepared)) return no(prepared.left)
    const asking = probe(prepared.right, wholly)
    return andThen(route.probe(asking), (answer) =>
      E.isLeft(answer) ? no(answer.left) : E.right<Reason, Allowed>({ allowed: true }),
    )
  })
}

type Question = { readonly decoded: DecodedCommand; readonly wholly: boolean }

/** The input as far as it was given; what is missing is filled in, and then only the actor's right is asked about. */
const question = (
  engine: Engine,
  { actor }: Acting,
  name: CommandName,
  conversationId: unknown,
  input: unknown,
): Either<Rejection, Question> => {
  const copied = plain(input ?? {}, wholeInput(engine))
  if (E.isLeft(copied)) return copied
  if (!isPlainObject(copied.right)) return E.left(expected('input', 'an object'))
  const place = isOnConversation(name) ? { conversationId } : {}
  const whole = decode(engine, name, { ...copied.right, ...place })
  const unsaid = name === 'start' && input === undefined
  if (E.isRight(whole) && !unsaid) return E.right({ decoded: whole.right, wholly: true })
  const filled = decode(engine, name, { ...commands[name].sample(actor), ...copied.right, ...place })
  if (E.isRight(filled)) return E.right({ decoded: filled.right, wholly: false })
  return E.isLeft(whole) ? whole : filled
}
