// Gives commands of all kinds on the hot conversations with several hands, then says how it went.
// Arguments: file, number of the process, how many commands, seed.
import { ConversationError } from '../../../../src/index.ts'
import { busyTries } from '../busyTries.ts'
import { isPost, join, kinds } from '../crowd.ts'
import { hot } from '../giving.ts'
import { customer, open, staff } from '../opening.ts'
import { random } from '../random.ts'
import { say, told } from '../say.ts'

const number = told(1)
const commands = Number(told(2))
const chance = random(Number(told(3)))
const busy = busyTries()
const chat = await open(told(0))
const desks = [`anna-${number}`, `bert-${number}`, 'shared'].map((id) => chat.as(staff(id)))
// Everybody's customer: they write too, which re-opens what was closed.
const cleo = chat.as(customer('cleo'))
const hands = 8
let given = 0

const hand = async (): Promise<void> => {
  while (given < commands) {
    given += 1
    const kind = chance.oneOf(kinds)
    const conversationId = chance.oneOf(hot)
    const command = `mix-${number}-${given}`
    const of = { name: isPost(kind) ? 'post' : 'other', conversationId, body: '' } as const
    try {
      const receipt = await join(kind, { desk: chance.oneOf(desks), cleo }, conversationId, command, chance)
      say({ say: 'acknowledged', command, given: of, receipt })
    } catch (error) {
      if (!(error instanceof ConversationError)) throw error
      say({ say: 'refused', command, given: of, reason: error.reason._tag })
    }
  }
}

say({ say: 'ready' })
await Promise.all(Array.from({ length: hands }, hand))
await chat.close()
say({ say: 'done', figures: { busy: busy.count() } })
