// Posts with several hands at once until it is killed, telling of every command before and after.
// Arguments: file, the run's name, how many hands, seed, how long each rests between two at most, in milliseconds.
import type { Given } from '../Said.ts'
import { give, hot } from '../giving.ts'
import { pause } from '../Child.ts'
import { open, poster } from '../opening.ts'
import { random } from '../random.ts'
import { say, told } from '../say.ts'

const run = told(1)
const chance = random(Number(told(3)))
const rest = Number(told(4))
say({ say: 'opening' })
const chat = await open(told(0))
const desk = chat.as(poster)
for (const conversationId of hot) {
  await give(desk, `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
}
say({ say: 'ready' })

const next = (name: string): Given => {
  const body = `said with ${name}`
  return chance.below(12) === 0
    ? { name: 'start', conversationId: `new-${name}`, body }
    : { name: 'post', conversationId: chance.oneOf(hot), body }
}

const hand = async (number: number): Promise<void> => {
  for (let i = 0; ; i += 1) {
    const command = `${run}-${number}-${i}`
    const given = next(command)
    say({ say: 'tries', command, given })
    const receipt = await give(desk, command, given)
    say({ say: 'acknowledged', command, given, receipt })
    if (rest > 0) await pause(chance.fraction() * rest)
  }
}

await Promise.all(Array.from({ length: Number(told(2)) }, (_, number) => hand(number)))
