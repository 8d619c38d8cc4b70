import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Contender } from '../../lib/measure.ts'
import type { Done, Task } from './posterProcess.ts'

const program = fileURLToPath(new URL('posterProcess.ts', import.meta.url))

/** So many processes that post at the same time, in the same conversations; their posts a second together. */
export const openProcesses = async (
  name: string,
  count: number,
  posters: number,
  url: string,
  ids: ReadonlyArray<string>,
): Promise<{ readonly contender: Contender; readonly close: () => Promise<void> }> => {
  const children = Array.from({ length: count }, () =>
    fork(program, [url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  )
  await Promise.all(children.map(answer))
  return {
    contender: {
      name,
      round: async (milliseconds) => {
        const rates = children.map((child) => {
          child.send({ ids, posters, milliseconds } satisfies Task)
          return answer(child)
        })
        return (await Promise.all(rates)).reduce((sum, { rate }) => sum + (rate ?? Number.NaN), 0)
      },
    },
    close: async () => {
      await Promise.all(children.map(ending))
    },
  }
}

const answer = (child: ChildProcess): Promise<Done> =>
  new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process that posts ended'))
    child.once('exit', ended)
    child.once('message', (done: Done) => {
      child.off('exit', ended)
      resolve(done)
    })
  })

const ending = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.disconnect()
  })
