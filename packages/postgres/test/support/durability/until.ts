import { pause } from '../../../../colloquy/test/support/durability/Child.ts'

/** Waits until something is so, asking again and again; fails when it is not so in the end. */
export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patience = 30_000,
): Promise<void> => {
  const giveUp = performance.now() + patience
  while (!(await isSo())) {
    if (performance.now() > giveUp) throw new Error(`not in ${patience} ms: ${what}`)
    await pause(10)
  }
}
