import assert from 'node:assert/strict'

/** An event as a plain reader of the documented tables finds it. */
export type Stored = {
  readonly n: number
  readonly tenant: string
  readonly position: number
  readonly conversation: string
  readonly reader: string
  readonly version: number
  readonly type: string
  readonly command: string
  readonly facts: string
}

export type Log = {
  readonly events: ReadonlyArray<Stored>
  readonly byCommand: ReadonlyMap<string, ReadonlyArray<Stored>>
  /** How many receipts there are of a command. */
  readonly receipts: ReadonlyMap<string, number>
}

/** What a plain reader found: events in the order of the log, and what other tables say of them. */
export type Found = {
  readonly events: ReadonlyArray<Stored>
  readonly tenants: ReadonlyArray<readonly [tenant: string, head: number]>
  readonly headers: ReadonlyArray<readonly [tenant: string, conversation: string, version: number]>
  readonly receipts: ReadonlyArray<readonly [command: string, count: number]>
}

/** Fails unless positions are contiguous and versions gapless. */
export const examine = ({ events, tenants, headers, receipts }: Found): Log => {
  const heads = new Map<string, number>()
  const byCommand = new Map<string, Array<Stored>>()
  const next = (key: string): number => {
    const value = (heads.get(key) ?? 0) + 1
    heads.set(key, value)
    return value
  }
  for (const event of events) {
    const { tenant: whose, conversation, reader, command } = event
    assert.equal(event.position, next(`log ${whose}`), `a position of ${whose}`)
    assert.equal(
      event.version,
      next(`stream ${JSON.stringify([whose, conversation, reader])}`),
      `a version of ${conversation}`,
    )
    const others = byCommand.get(command)
    if (others === undefined) byCommand.set(command, [event])
    else others.push(event)
  }
  for (const [whose, head] of tenants) assert.equal(head, heads.get(`log ${whose}`) ?? 0, 'a head')
  for (const [whose, conversation, version] of headers) {
    const stream = `stream ${JSON.stringify([whose, conversation, ''])}`
    assert.equal(version, heads.get(stream), 'a header’s version')
  }
  return { events, byCommand, receipts: new Map(receipts) }
}

export const messagesOf = (events: ReadonlyArray<Stored> | undefined): number =>
  (events ?? []).filter(({ type }) => type === 'message-posted').length

/** Walks the log in its order: no message comes between a conversation's locking and its unlocking. */
export const gainNothingWhileLocked = (events: ReadonlyArray<Stored>): number => {
  const locked = new Set<string>()
  let locks = 0
  for (const { type, conversation } of events) {
    if (type === 'conversation-locked') {
      locked.add(conversation)
      locks += 1
    }
    if (type === 'conversation-unlocked') locked.delete(conversation)
    if (type === 'message-posted')
      assert.ok(!locked.has(conversation), 'a locked conversation gained a message')
  }
  return locks
}
