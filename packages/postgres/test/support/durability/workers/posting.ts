// Posts with several hands until it is told to stop, telling of every command before and after. Where the storage is
// out of reach, or nobody knows, the same command is given again. Arguments: address, the process's name, how many
// hands, seed, the conversations to post to (by commas), how long a statement may take in milliseconds.
import { ConversationError } from 'colloquy'
import { pause } from '../../../../../colloquy/test/support/durability/Child.ts'
import { give } from '../../../../../colloquy/test/support/durability/giving.ts'
import { random } from '../../../../../colloquy/test/support/durability/random.ts'
import type { Given, Told } from '../../../../../colloquy/test/support/durability/Said.ts'
import { say, told } from '../../../../../colloquy/test/support/durability/say.ts'
import { open, poster } from '../opening.ts'

const name = told(1)
const chance = random(Number(told(3)))
const conversations = told(4).split(',')
const chat = await open(told(0), { statementTimeout: Number(told(5)) })
const desk = chat.as(poster)
let stopped = false
let slowest = 0
const figures = { unavailable: 0, unknown: 0 }

const next = (command: string): Given => {
  const body = `said with ${command}`
  return chance.below(12) === 0
    ? { name: 'start', conversationId: `new-${command}`, body }
    : { name: 'post', conversationId: chance.oneOf(conversations), body }
}

const insist = async (command: string, given: Given): Promise<Told> => {
  for (;;) {
    try {
      return await give(desk, command, given)
    } catch (error) {
      const reason = error instanceof ConversationError ? error.reason._tag : ''
      if (reason === 'Unavailable') figures.unavailable += 1
      else if (reason === 'OutcomeUnknown') figures.unknown += 1
      else throw error
      await pause(30)
    }
  }
}

const hand = async (number: number): Promise<void> => {
  for (let i = 0; !stopped; i += 1) {
    const command = `${name}-${number}-${i}`
    const given = next(command)
    say({ say: 'tries', command, given })
    const began = performance.now()
    const receipt = await insist(command, given)
    slowest = Math.max(slowest, performance.now() - began)
    say({ say: 'acknowledged', command, given, receipt })
  }
}

process.stdin.once('data', () => {
  stopped = true
})
say({ say: 'ready' })
await Promise.all(Array.from({ length: Number(told(2)) }, (_, number) => hand(number)))
await chat.close()
process.stdin.destroy()
say({ say: 'done', figures: { ...figures, slowest: Math.round(slowest) } })
