import type { Actor, ActorId } from '@colloquy/core/storage'
import type { Command, CommandTag } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { bigAbove, capabilities } from '@colloquy/core/engine'
import { actorsOf, queues, records, rules, tenants } from '../random/cast.ts'
import { actorFor } from '../random/actorFor.ts'
import { commandOf } from '../random/commandOf.ts'
import { contextOf, hashed } from '../random/contextOf.ts'
import type { Dice } from '../random/Dice.ts'
import type { Known } from '../random/Known.ts'
import { nowhere } from '../random/Known.ts'
import { anybody, personFor } from '../random/parts.ts'
import { usualStart } from '../random/starting.ts'

/** Many conversations with several records each, and actors with several grants. */
export type Crowd = {
  readonly policies: Policies
  readonly before: ReadonlyArray<Command>
  /** The commands given during a walk. */
  readonly amid: ReadonlyArray<Command>
  readonly actors: ReadonlyArray<Actor>
}

const conversations = 30
const tenant = tenants[0]

export const crowdOf = (dice: Dice): Crowd => {
  const policies = rules[dice.pick([0, 2, 4])]
  if (policies === undefined) throw new Error('no such rules')
  const known: Known = { conversations: [], commands: [], now: 1_700_000_000_000, at: 0 }
  const say = (command: Command): void => {
    known.commands.push(hashed(command))
  }
  for (let n = 0; n < conversations; n++) {
    step(dice, known)
    say(begun(dice, known, policies, n === 0))
  }
  const actors = actorsOf(tenant, policies).map((actor) => grantedTo(dice, actor))
  for (let n = 0; n < conversations * 6; n++) {
    step(dice, known)
    say(anyCommand(dice, known, policies))
  }
  const before = [...known.commands]
  for (let n = 0; n < conversations * 4; n++) {
    step(dice, known)
    say(anyCommand(dice, known, policies))
  }
  return { policies, before, amid: known.commands.slice(before.length), actors }
}

/** Some events happen in the same millisecond. */
const step = (dice: Dice, known: Known): void => {
  known.at++
  known.now += dice.pick([1000, 1000, 0, 3000])
}

/** A conversation linked to some of the records; a big one has more members than are counted individually. */
const begun = (dice: Dice, known: Known, policies: Policies, big: boolean): Command => {
  const start = usualStart(dice, known, tenant, policies)
  if (start._tag !== 'StartConversation' || start.customer === null) return start
  const crowd = Array.from({ length: bigAbove }, (_, n) =>
    personFor(dice, { side: 'staff', id: `watcher${n}` as ActorId }),
  )
  return {
    ...start,
    contexts: records.filter(() => !dice.oneIn(3)),
    participants: big
      ? [...crowd, personFor(dice, anybody(dice)), personFor(dice, anybody(dice))]
      : start.participants,
  }
}

const weighed: ReadonlyArray<CommandTag> = (
  [
    [3, 'StartConversation'],
    [14, 'PostMessage'],
    [4, 'RemoveMessage'],
    [2, 'PublishMessage'],
    [8, 'LinkRecord'],
    [4, 'UnlinkRecord'],
    [4, 'Join'],
    [3, 'Leave'],
    [4, 'Follow'],
    [2, 'Unfollow'],
    [2, 'Mute'],
    [10, 'FollowRecord'],
    [2, 'UnfollowRecord'],
    [10, 'Assign'],
    [8, 'Transfer'],
    [3, 'Pick'],
    [8, 'Release'],
    [10, 'Close'],
    [4, 'Reopen'],
    [2, 'MarkNoReplyNeeded'],
    [4, 'Label'],
    [3, 'SetAttributes'],
    [1, 'SetType'],
    [1, 'RemoveConversation'],
    [4, 'MarkRead'],
    [4, 'MarkUnread'],
    [1, 'EraseContent'],
  ] as const satisfies ReadonlyArray<readonly [number, CommandTag]>
).flatMap(([weight, tag]) => Array.from({ length: weight }, () => tag))

/** A command on any conversation, mostly by an actor who may give it. */
const anyCommand = (dice: Dice, known: Known, policies: Policies): Command => {
  const tag = dice.pick(weighed)
  if (tag === 'StartConversation') return begun(dice, known, policies, false)
  const place = dice.oneIn(60) ? nowhere : dice.pick(known.conversations)
  const actor = actorFor(tag, dice, place, tenant, policies)
  return commandOf(tag, dice, known, place, contextOf(dice, known, actor, policies))
}

const views = capabilities.filter((one) => one.startsWith('view.'))

/** The actor with random queues, records (some repeated) and capabilities. */
const grantedTo = (dice: Dice, actor: Actor): Actor => {
  const some = <A>(list: ReadonlyArray<A>, atMost: number): ReadonlyArray<A> =>
    Array.from({ length: dice.roll(atMost + 1) }, () => dice.pick(list))
  const sees = dice.oneIn(2) ? [] : some(views, 2)
  return {
    ...actor,
    // Sometimes none, so that only other ways of access remain.
    queues: dice.oneIn(2) ? [] : some(queues, 4),
    records: dice.oneIn(2) ? [] : some(records, 6),
    capabilities: new Set([...[...actor.capabilities].filter((one) => !one.startsWith('view.')), ...sees]),
  }
}
