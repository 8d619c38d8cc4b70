/** Waits so many milliseconds, without keeping the process alive for it. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())

/** Lets everything else have its turn: a storage that answers at once would otherwise keep the loop to us. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
