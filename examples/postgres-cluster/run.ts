import { account } from './Account.ts'
import type { Arguments } from './arguments.ts'
import { dismiss, openCluster } from './Cluster.ts'
import { dispatch } from './dispatch.ts'
import { makeFaults } from './faults.ts'
import type { Holding } from './Holding.ts'
import { mirror } from './Mirror.ts'
import { ofKilled, type Outcome } from './Outcome.ts'
import { open } from './Place.ts'
import { bar, startProgress } from './progress.ts'
import { readConversations } from './readConversations.ts'
import { readStored } from './readStored.ts'

/** Does all of it, keeping whatever has to be given back in the end. */
export const run = async (
  { conversations: count, workers: most, seed }: Arguments,
  holding: Holding,
  print: (line: string) => void,
): Promise<Outcome> => {
  const { conversations, isReal } = await readConversations(count)
  const total = conversations.reduce((sum, { commands }) => sum + commands.length, 0)
  print(`${count} conversations ${isReal ? 'of STAR' : 'of the quickstart'}, ${total} messages; seed ${seed}`)
  const cluster = await openCluster(most, holding)
  const { server, workers, subscriber } = cluster
  print(`PostgreSQL: ${server.description}`)
  print(`${most} workers: processes ${workers.map(({ pid }) => pid).join(', ')}`)
  print(`1 subscriber: process ${subscriber.pid}`)

  const began = performance.now()
  const mirrored = mirror(subscriber)
  const work = dispatch(conversations, workers)
  const line = startProgress(() => {
    const { length } = work.acknowledged
    return `${bar(length / total)} ${length} of ${total} acknowledged, ${mirrored.delivered()} delivered`
  }, print)
  holding.keep(line.stop)
  const [faults] = await Promise.all([
    makeFaults({ seed, total, workers, server }, work, line.tell),
    work.done,
  ])
  await mirrored.finish()
  line.stop()
  const seconds = Math.round(performance.now() - began) / 1000
  await dismiss(cluster)

  print('Comparing…')
  const chat = await open(server.place)
  holding.keep(chat.close)
  const stored = await readStored(
    chat,
    new Set(work.acknowledged.map(({ conversationId }) => conversationId)),
  )
  const verified = await chat.verify()
  return {
    seed,
    conversations: count,
    workers: most,
    ...account(conversations, work.acknowledged, stored, mirrored.conversations),
    ...faults,
    ofKilled: ofKilled(faults, work, stored),
    deliveredAgain: mirrored.again(),
    again: Object.fromEntries(work.again),
    verified: { ...verified, differences: verified.differences.length },
    seconds,
  }
}
