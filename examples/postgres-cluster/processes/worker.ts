// Carries out the commands that it is given, as an instance of a server would, and says of each what came of it.
// Arguments: connection string, schema, its name.
import { randomUUID } from 'node:crypto'
import { ConversationError, type Reason } from 'colloquy'
import type { Task } from '../Command.ts'
import { give } from '../give.ts'
import { open } from '../Place.ts'
import type { FromWorker } from '../Said.ts'
import { endWithParent } from './endWithParent.ts'

const [connectionString = '', schema = '', name = ''] = process.argv.slice(2)

// Ids that begin with the name: so the log tells whose attempt it was that came through.
const chat = await open({ connectionString, schema }, () => `${name}.${randomUUID()}`)

const say = (said: FromWorker): void => void process.send?.(said)

/** Which failures pass: the storage was out of reach, or nobody knows. The same command again is right for each. */
const retryAfter = (reason: Reason): number | null => {
  switch (reason._tag) {
    case 'Unavailable':
      return reason.retryAfter
    case 'OutcomeUnknown':
    case 'Conflict':
      return 100
    default:
      return null
  }
}

const carryOut = async (task: Task): Promise<void> => {
  const { commandId } = task.command
  try {
    const { conversationId, messageId } = await give(chat, task)
    if (messageId === undefined) throw new Error('A receipt without a message')
    say({ say: 'acknowledged', commandId, conversationId, messageId })
  } catch (error) {
    if (!(error instanceof ConversationError)) throw error
    const { reason } = error
    say({ say: 'failed', commandId, reason: reason._tag, retryAfter: retryAfter(reason) })
  }
}

process.on('message', (task: Task) => void carryOut(task))
endWithParent(chat)
say({ say: 'ready' })
