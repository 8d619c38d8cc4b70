// Follows the log by a subscription until it is killed, or told to stop. Arguments: address, the subscription's name.
import { say, told } from '../../../../../colloquy/test/support/durability/say.ts'
import { open } from '../opening.ts'

const chat = await open(
  told(0),
  {},
  {
    log: ({ detail }) => {
      if (detail?.startsWith('begins again') === true) say({ say: 'begins again' })
    },
  },
)
const subscription = chat.subscribe(
  told(1),
  async ({ conversationId, position }) => {
    await new Promise((resolve) => setImmediate(resolve))
    say({ say: 'handled', conversation: conversationId, position })
  },
  // Whoever was killed is soon given up.
  { lease: 600 },
)
const isTold = new Promise((resolve) => process.stdin.once('data', resolve))
say({ say: 'ready' })
await isTold
await subscription.stop()
await chat.close()
process.stdin.destroy()
