import { ask, plainly } from './asking.ts'

/** An error that the server answers to one command, as often as it is told. */
export type Fault = {
  /** How often it has been answered. */
  readonly count: () => Promise<number>
  readonly remove: () => Promise<void>
}

/** `when`: as soon as the command's events are written, or only when they are committed. */
export type FaultOptions = {
  readonly command: string
  readonly when: 'written' | 'committed'
  /** What it does then, as a statement of PL/pgSQL; each time, or `times` times. */
  readonly does: string
  readonly times?: number
}

export const raise = (code: string): string =>
  `raise exception 'a test wants this' using errcode = '${code}';`

/** Sequences count on whatever is rolled back. */
const function_ = ({
  does,
  times,
}: FaultOptions): string => `create function fault() returns trigger language plpgsql as $$
begin
  if nextval('public.faults') <= ${times ?? 1_000_000} then ${does} end if;
  return new;
end $$`

const trigger = ({ command, when }: FaultOptions): string =>
  `create ${when === 'committed' ? 'constraint trigger' : 'trigger'} fault after insert on colloquy.colloquy_event
  ${when === 'committed' ? 'deferrable initially deferred' : ''}
  for each row when (new.command = '${command}' and new.type = 'message-posted') execute function public.fault()`

/** Makes a database answer so. One at a time. */
export const inject = async (url: string, options: FaultOptions): Promise<Fault> => {
  await plainly(url, async (client) => {
    await client.query('create sequence if not exists faults')
    await client.query("select setval('faults', 1, false)")
    await client.query(function_(options))
    await client.query(trigger(options))
  })
  return {
    count: async () => {
      const [row] = await ask<readonly [number, boolean]>(
        url,
        'select last_value::integer, is_called from faults',
      )
      const [value, called] = row ?? [0, false]
      return called ? Math.min(value, options.times ?? value) : 0
    },
    remove: () =>
      plainly(url, async (client) => {
        // Whoever is under way may hold the table for a while.
        await client.query('drop function fault cascade')
      }),
  }
}
