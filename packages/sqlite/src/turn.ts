import { setImmediate } from './timers.ts'

/** Lets everybody else have a turn: the driver keeps them waiting while it works. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
