import { longest } from './pause.ts'

/** Keeps the process alive until it is let go: promises alone don't, and Node would end amid them with exit code 13. */
export const keepAlive = (): (() => void) => {
  const timer = setInterval(() => undefined, longest)
  return () => clearInterval(timer)
}

/** What somebody awaits keeps the process alive until it is settled. */
export const awaited =
  <Given extends ReadonlyArray<unknown>, A>(work: (...given: Given) => Promise<A>) =>
  (...given: Given): Promise<A> => {
    const letGo = keepAlive()
    return work(...given).finally(letGo)
  }
