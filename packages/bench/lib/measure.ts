/** One of several things measured in turn: does its work for about so long and answers a figure for it. */
export type Contender = {
  readonly name: string
  /** Answers operations a second, or whatever figure the row compares. */
  readonly round: (milliseconds: number) => Promise<number> | number
}

/** The figures of each contender by name, one for each round. */
export type Rounds = ReadonlyMap<string, ReadonlyArray<number>>

/**
 * Measures contenders in turn, round after round, so that a machine that gets slower meanwhile is slower for all.
 * One short round each comes first and is thrown away.
 */
export const inTurn = async (
  contenders: ReadonlyArray<Contender>,
  { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number },
): Promise<Rounds> => {
  for (const { round } of contenders) await round(milliseconds / 4)
  const figures = new Map<string, Array<number>>(contenders.map(({ name }) => [name, []]))
  for (let n = 0; n < rounds; n += 1) {
    for (const { name, round } of contenders) figures.get(name)?.push(await round(milliseconds))
  }
  return figures
}

export const median = (figures: ReadonlyArray<number>): number => {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

export const medianOf = (rounds: Rounds, name: string): number => median(rounds.get(name) ?? [])

/** The median of the ratios within each round: figures of different minutes are never compared. */
export const ratio = (rounds: Rounds, name: string, to: string): number => {
  const base = rounds.get(to) ?? []
  return median((rounds.get(name) ?? []).map((figure, n) => figure / (base[n] ?? Number.NaN)))
}

/** Lets so many posters work at once, each waiting for its own answer before the next; answers operations a second. */
export const posting = async (
  posters: number,
  milliseconds: number,
  post: (poster: number) => Promise<unknown>,
): Promise<number> => {
  const start = performance.now()
  let count = 0
  const poster = async (n: number) => {
    while (performance.now() - start < milliseconds) {
      await post(n)
      count += 1
    }
  }
  await Promise.all(Array.from({ length: posters }, (_, n) => poster(n)))
  return (count / (performance.now() - start)) * 1000
}

/** The median time of one call, in milliseconds, of as many calls as fit. */
export const medianTime = async (milliseconds: number, call: (n: number) => unknown): Promise<number> => {
  const start = performance.now()
  const times: Array<number> = []
  while (performance.now() - start < milliseconds || times.length < 5) {
    const before = performance.now()
    await call(times.length)
    times.push(performance.now() - before)
  }
  return median(times)
}
