// Posts one message after the other, each acknowledged before the next. Arguments: file, how many.
import { give } from '../giving.ts'
import { open, poster } from '../opening.ts'
import { say, told } from '../say.ts'

const chat = await open(told(0))
const desk = chat.as(poster)
await give(desk, 'begin', { name: 'start', conversationId: 'one', body: 'begin' })
for (let i = 0; i < Number(told(1)); i += 1) {
  const command = `post-${i}`
  const given = { name: 'post', conversationId: 'one', body: `message ${i}` } as const
  const receipt = await give(desk, command, given)
  say({ say: 'acknowledged', command, given, receipt })
}
await chat.close()
