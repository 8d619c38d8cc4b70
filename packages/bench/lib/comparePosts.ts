import type { Bench } from './Bench.ts'
import type { Desk } from './desk.ts'
import { inTurn, medianOf, posting, ratio } from './measure.ts'
import { figure, type Target } from './table.ts'

/** Where posts go: a desk, and what chooses the conversation of the next one, made anew for each round. */
export type Place = { readonly desk: Desk; readonly choosing: () => Promise<() => string> }

/** The conversations of a desk in turn. */
export const inTurns = (desk: Desk, ids: ReadonlyArray<string>): Place => {
  let n = 0
  return { desk, choosing: () => Promise.resolve(() => ids[(n += 1) % ids.length] ?? '') }
}

/** The time of a post by one poster at one place beside another, as one row. */
export const comparePosts = async (
  bench: Bench,
  what: string,
  places: { readonly large: Place; readonly small: Place },
  target: Target,
): Promise<void> => {
  const timeIn =
    ({ desk, choosing }: Place) =>
    async (milliseconds: number) => {
      const choose = await choosing()
      return 1000 / (await posting(1, milliseconds, () => desk.post(choose())))
    }
  const rounds = await inTurn(
    [
      { name: 'small', round: timeIn(places.small) },
      { name: 'large', round: timeIn(places.large) },
    ],
    bench,
  )
  const time = (name: string) => `${figure(medianOf(rounds, name), 2)} ms`
  bench.print({
    what,
    measured: `${time('large')} ÷ ${time('small')}`,
    ratio: ratio(rounds, 'large', 'small'),
    target,
  })
}

/** A post in a long conversation beside one in a conversation that has just begun. */
export const compareLengths = (bench: Bench, desk: Desk, long: string, length: number): Promise<void> =>
  comparePosts(
    bench,
    `a post in a conversation of ${figure(length)} messages ÷ in an empty one`,
    {
      large: inTurns(desk, [long]),
      small: {
        desk,
        choosing: async () => {
          const begun = await desk.start('cleo')
          return () => begun
        },
      },
    },
    { atLeast: 1.2, aim: 1, more: false },
  )

/** A post beside a long log and beside one of 10,000 events. */
export const compareLogs = (bench: Bench, events: number, large: Place, small: Place): Promise<void> =>
  comparePosts(
    bench,
    `a post at ${figure(events)} stored events ÷ at 10,000`,
    { large, small },
    { atLeast: 1.6, aim: 1.2, more: false },
  )
