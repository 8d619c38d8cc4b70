import { longest, clearInterval, setInterval } from './timers.ts'

/** A timer that keeps the process alive until it is released: on pending promises alone Node exits with code 13. */
export const keepAlive = (): (() => void) => {
  const timer = setInterval(() => undefined, longest)
  return () => clearInterval(timer)
}

/** Keeps the process alive during each pending promise of one object, until `unref`. */
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

/** Keeps the process alive while a promise of this function is pending. */
export const awaited =
  <Given extends ReadonlyArray<unknown>, A>(work: (...given: Given) => Promise<A>) =>
  (...given: Given): Promise<A> => {
    const letGo = keepAlive()
    return work(...given).finally(letGo)
  }
