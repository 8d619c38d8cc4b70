import type { ConversationId, Recorded } from '@colloquy/core/storage'
import type { Event } from '@colloquy/core/engine'
import { keyOf } from './Person.ts'
import type { Story } from './Story.ts'
import { refOf } from './Story.ts'
import { checkLaws } from './tell/checkLaws.ts'
import { customersSee } from './tell/customersSee.ts'
import { tellOwn } from './tell/tellOwn.ts'
import { tellReading } from './tell/tellReading.ts'

/** Every conversation of a log, and the followers of records. */
export type Telling = {
  readonly stories: Map<ConversationId, Story>
  /** The followers (`keyOf`) of each record (`refOf`). */
  readonly followers: Map<string, Set<string>>
  readonly log: ReadonlyArray<Recorded>
}

/** Replays a tenant's log. */
export const tell = (log: ReadonlyArray<Recorded>): Telling => {
  const telling: Telling = { stories: new Map(), followers: new Map(), log }
  for (const recorded of log) tellOne(telling, recorded)
  return telling
}

const tellOne = ({ stories, followers }: Telling, recorded: Recorded): void => {
  const { event } = recorded
  if (event.type === 'record-followed' || event.type === 'record-unfollowed') {
    const of = followers.get(refOf(event.record)) ?? new Set()
    if (event.type === 'record-followed') of.add(keyOf(event.who))
    else of.delete(keyOf(event.who))
    followers.set(refOf(event.record), of)
    return
  }
  if (event.type === 'conversation-created') stories.set(recorded.conversation, begin(recorded, event))
  const story = stories.get(recorded.conversation)
  if (story === undefined) throw new Error(`an event before its conversation: ${event.type}`)
  story.log.push(recorded)
  if (recorded.reader !== null) return tellReading(story, recorded, recorded.reader)
  story.events.push(recorded)
  const shown = customersSee(story, event)
  if (shown) story.shown++
  checkLaws(story, recorded, shown)
  tellOwn(story, recorded)
}

type Created = Extract<Event, { type: 'conversation-created' }>

const begin = ({ conversation, at }: Recorded, event: Created): Story => ({
  id: conversation,
  events: [],
  log: [],
  type: event.conversationType,
  status: 'open',
  locked: false,
  initiator: event.initiator,
  customer: event.customer,
  assignee: null,
  queue: event.queue,
  arrivedAt: at,
  source: event.source,
  channel: event.channel,
  subject: event.personal?.subject ?? null,
  attributes: event.attributes,
  labels: [],
  links: [],
  forkedFrom: event.forkedFrom,
  forkedTo: null,
  createdAt: at,
  closedAt: null,
  people: new Map(),
  messages: [],
  settled: [],
  reopened: [],
  shown: 0,
})
