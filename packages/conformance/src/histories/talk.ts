import type { Command } from '@colloquy/core/engine'
import type { Query } from '@colloquy/core/storage'
import { viewerOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { acme, cast } from '../driving/Cast.ts'
import { conversation, draft, Scene } from '../driving/Scene.ts'

export const one = { tenant: acme, conversation: conversation('one') }

/** The conversation `one`: a customer asks and is answered. */
export const talk = (): ReadonlyArray<Command> => {
  const scene = new Scene('talk')
  scene.start(cast.cleo, 'one', { message: draft('m1', 'first') })
  scene.post(cast.anna, 'one', 'm2', 'second', { visibility: 'public' })
  return scene.commands
}

/** Messages of the customer, with ids from a name. */
export const posts = (name: string, on: string, count: number): ReadonlyArray<Command> => {
  const scene = new Scene(name)
  for (let at = 0; at < count; at++) scene.post(cast.cleo, on, `${name}-${at}`, `text ${at}`)
  return scene.commands
}

/** A viewer with access to everything. */
export const viewer = viewerOf(cast.anna, { indicatorScope: 'mine' })

export const timeline: Query = {
  _tag: 'Timeline',
  conversation: one.conversation,
  from: 'end',
  limit: 9,
  only: null,
  events: false,
}

/** The number of messages in a timeline's answer. */
export const messagesIn = (answer: E.Either<unknown, unknown> | undefined): number => {
  const found: unknown = answer !== undefined && E.isRight(answer) ? answer.right : null
  // The timeline's type was lost on its way through the host's transaction.
  return (found as { readonly messages: ReadonlyArray<unknown> } | null)?.messages.length ?? 0
}
