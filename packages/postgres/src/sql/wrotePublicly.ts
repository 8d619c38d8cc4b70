/** Whether somebody wrote something public that was not removed. */
export const wrotePublicly = (seat: string): string => `exists (select 1 from colloquy_message w
  where w.tenant = @tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and not w.removed and w.author_side = ${seat}.side and w.author = ${seat}.actor offset 0)`
