import { longest, clearInterval, setInterval } from './timers.ts'

/** Keeps the process alive until it is let go: promises alone don't, and Node would end amid them with exit code 13. */
export const keepAlive = (): (() => void) => {
  const timer = setInterval(() => undefined, longest)
  return () => clearInterval(timer)
}

/** What somebody awaits of one thing keeps the process alive, until it is let go for good. */
export const holder = () => {
  const held = new Set<() => void>()
  let isFree = false
  return {
    during: <A>(work: Promise<A>): Promise<A> => {
      if (isFree) return work
      const letGo = keepAlive()
      held.add(letGo)
      return work.finally(() => {
        letGo()
        held.delete(letGo)
      })
    },
    unref: (): void => {
      isFree = true
      for (const letGo of held) letGo()
    },
  }
}

/** What somebody awaits keeps the process alive until it is settled. */
export const awaited =
  <Given extends ReadonlyArray<unknown>, A>(work: (...given: Given) => Promise<A>) =>
  (...given: Given): Promise<A> => {
    const letGo = keepAlive()
    return work(...given).finally(letGo)
  }
