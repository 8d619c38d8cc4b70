// Waits for a time, then starts the same conversations as another process. Arguments: file, the process's own name,
// how many. Odd ones get content that the other gives them too; even ones get this process's own.
import { ConversationError } from '../../../../src/index.ts'
import { pause } from '../Child.ts'
import { open, poster } from '../opening.ts'
import type { Given } from '../Said.ts'
import { say, told } from '../say.ts'

const name = told(1)
const chat = await open(told(0))
const desk = chat.as(poster)
const beginning = new Promise<number>((resolve) =>
  process.stdin.once('data', (line) => resolve(Number(line))),
)
say({ say: 'ready' })
const first = await beginning

const one = async (number: number): Promise<void> => {
  const conversationId = `c${number}`
  const own = number % 2 === 0
  const given: Given = { name: 'start', conversationId, body: own ? `from ${name}` : 'the same' }
  // Of every second pair of equal ones the command's name is the same, too.
  const commandId = number % 4 === 1 ? `start-${number}` : `start-${number}-${name}`
  try {
    const receipt = await desk.start({
      commandId,
      id: conversationId,
      type: 'customer',
      customer: 'cleo',
      subject: given.body,
    })
    say({ say: 'acknowledged', command: commandId, given, receipt })
  } catch (error) {
    if (!(error instanceof ConversationError)) throw error
    say({ say: 'refused', command: commandId, given, reason: error.reason._tag })
  }
}

for (let number = 0; number < Number(told(2)); number += 1) {
  // Both at the same moment, as far as their clocks go.
  await pause(Math.max(0, first + 15 * number - Date.now()))
  await one(number)
}
await chat.close()
process.stdin.destroy()
