import type { Reason } from '../../src/index.ts'
import { ConversationError } from '../../src/index.ts'

/** Why something was not done; fails when it was done, or rejected with anything but a reason. */
export const reasonOf = async (work: Promise<unknown>): Promise<Reason> => {
  try {
    await work
  } catch (error) {
    if (error instanceof ConversationError) return error.reason
    throw error
  }
  throw new Error('it was done')
}
