/** Whether somebody wrote something public that was not removed. */
export const wrotePublicly = (seat: string): string => `exists (select 1 from colloquy_message w
  where w.tenant = ${seat}.tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and w.removed = 0 and w.author_side = ${seat}.side and w.author = ${seat}.actor)`
