// Gives commands of all kinds on the hot conversations with several hands, a share of them inside transactions of the
// host's, of which some are rolled back. Arguments: address, number of the process, how many commands, seed.
import { ConversationError } from 'colloquy'
import pg from 'pg'
import { isPost, join, kinds } from '../../../../../colloquy/test/support/durability/crowd.ts'
import { hot } from '../../../../../colloquy/test/support/durability/giving.ts'
import { random } from '../../../../../colloquy/test/support/durability/random.ts'
import type { Given, Told } from '../../../../../colloquy/test/support/durability/Said.ts'
import { say, told } from '../../../../../colloquy/test/support/durability/say.ts'
import { customer, open, staff } from '../opening.ts'

const url = told(0)
const number = told(1)
const commands = Number(told(2))
const chance = random(Number(told(3)))
const chat = await open(url)
const host = new pg.Pool({ connectionString: url, max: 3 })
const actors = [`anna-${number}`, `bert-${number}`, 'shared'].map(staff)
// Everybody's customer: they write too, which re-opens what was closed.
const cleo = customer('cleo')
const hands = 8
let given = 0
/** How often a command had waited in vain for a conversation that others held. */
let waited = 0

type Task = { readonly command: string; readonly kind: (typeof kinds)[number]; readonly given: Given }

const next = (from: string): Task => {
  given += 1
  const kind = chance.oneOf(kinds)
  return {
    command: `${from}-${number}-${given}`,
    kind,
    given: { name: isPost(kind) ? 'post' : 'other', conversationId: chance.oneOf(hot), body: '' },
  }
}

type Sessions = Pick<ReturnType<typeof chat.within>, 'as'>

const reasonIn = ({ reason, message }: ConversationError): string =>
  'detail' in reason ? message : reason._tag

/** Gives a command; answers the receipt, or null after it told of a refusal. */
const attempt = async ({ as }: Sessions, task: Task, mayWait: boolean): Promise<Told | null> => {
  const { command, kind, given: of } = task
  const people = { desk: as(chance.oneOf(actors)), cleo: as(cleo) }
  for (;;) {
    try {
      return await join(kind, people, of.conversationId, command, chance)
    } catch (error) {
      if (!(error instanceof ConversationError)) throw error
      if (mayWait && error.reason._tag === 'Unavailable' && error.reason.retryAfter < 1000) {
        waited += 1
        continue
      }
      say({ say: 'refused', command, given: of, reason: reasonIn(error) })
      return null
    }
  }
}

/** A crowd may hold a conversation for longer than a command waits; then the same command is given again. */
const ordinary = async (): Promise<void> => {
  const task = next('mix')
  const receipt = await attempt(chat, task, true)
  if (receipt !== null) say({ say: 'acknowledged', command: task.command, given: task.given, receipt })
}

/** A row of the host's for each command, in the same transaction. */
const inTransaction = async (): Promise<void> => {
  const tasks = Array.from({ length: 1 + chance.below(3) }, () => next('host'))
  // Two hosts that took the conversations in another order than each other would be each other's victims.
  const ordered = tasks.toSorted((one, other) =>
    one.given.conversationId < other.given.conversationId ? -1 : 1,
  )
  const client = await host.connect()
  const done: Array<{ readonly task: Task; readonly receipt: Told }> = []
  try {
    await client.query('begin')
    const inside = chat.within(client)
    for (const task of ordered) {
      const receipt = await attempt(inside, task, false)
      if (receipt === null) continue
      done.push({ task, receipt })
      await client.query('insert into host_order values ($1)', [task.command])
    }
    const keep = chance.below(2) === 0
    await client.query(keep ? 'commit' : 'rollback')
    for (const { task, receipt } of done) {
      const { command, given: of } = task
      if (keep) say({ say: 'acknowledged', command, given: of, receipt })
      else say({ say: 'undone', command, given: of })
    }
  } finally {
    client.release()
  }
}

const hand = async (): Promise<void> => {
  while (given < commands) await (chance.below(8) === 0 ? inTransaction() : ordinary())
}

say({ say: 'ready' })
await Promise.all(Array.from({ length: hands }, hand))
await host.end()
await chat.close()
say({ say: 'done', figures: { given, waited } })
