import type { Task } from './Command.ts'
import type { Worker } from './dispatch.ts'
import type { Holding } from './Holding.ts'
import type { Subscriber } from './Mirror.ts'
import { type Process, start } from './Process.ts'
import type { FromSubscriber, FromWorker, ToSubscriber } from './Said.ts'
import { openServer, type Server } from './Server.ts'

/** All processes: the server, those that write, and the one that follows. */
export type Cluster = {
  readonly server: Server
  readonly workers: ReadonlyArray<Worker>
  readonly subscriber: Subscriber
}

/** Starts all of them, and resolves when each has opened the database; whoever comes first makes the tables. */
export const openCluster = async (count: number, holding: Holding): Promise<Cluster> => {
  const server = await openServer()
  holding.keep(server.leave)
  const workers = Array.from({ length: count }, (_, at) =>
    start<Task, FromWorker>('worker', `worker-${at + 1}`, server.place),
  )
  const subscriber = start<ToSubscriber, FromSubscriber>('subscriber', 'subscriber', server.place)
  for (const each of [...workers, subscriber]) {
    holding.keep(() => {
      each.kill()
      return each.ended
    })
  }
  await Promise.all([...workers.map(ready), ready(subscriber)])
  return { server, workers, subscriber }
}

/** Lets those that still run end in good order. */
export const dismiss = async ({ workers, subscriber }: Cluster): Promise<void> => {
  for (const each of [...workers, subscriber]) {
    each.dismiss()
    const how = await each.ended
    if (how !== 0 && how !== 'killed') throw new Error(`${each.name} ended badly (${how})`)
  }
}

const ready = <Told extends object, Said extends { readonly say: string }>(
  process: Process<Told, Said>,
): Promise<void> =>
  new Promise((resolve, reject) => {
    process.hear(({ say }) => {
      if (say === 'ready') resolve()
    })
    void process.ended.then((how) => reject(new Error(`${process.name} did not start (${how})`)), reject)
  })
