import { expect, test } from 'vitest'
import { memory } from '../../src/memory/memory.ts'
import { patience } from './support.ts'
import { lookAlike, whatIsMet } from './twoWorlds.ts'

test(
  'two histories that differ in what customers may not see look alike to them',
  {
    timeout: patience,
  },
  () => lookAlike(async () => memory(), 30),
)

test('such histories come across continuations, imports, assigned bots and hidden links', async () => {
  const seen = await whatIsMet(async () => memory(), 150)
  const counts = [...seen].map(([what, times]) => `${what} ${times}`).sort()
  console.info(`two worlds meet: ${counts.join(', ')}`)
  const wanted = [
    'hidden Assign',
    'hidden EditMessage',
    'hidden LinkRecord',
    'hidden MarkRead',
    'hidden PostMessage by system',
    'hidden RemoveMessage',
    'hidden SettleImport',
    'hidden StartConversation',
    'hidden in a continuation',
    'shown Leave',
    'shown PostMessage by bot',
    'shown MarkRead',
    'shown RemoveConversation',
    'shown RemoveMessage',
    'shown SettleImport',
    'shown in a continuation',
  ]
  // Once or twice in 150 histories would be never in the 30 that usually run.
  expect(wanted.filter((what) => (seen.get(what) ?? 0) < 5)).toEqual([])
})
