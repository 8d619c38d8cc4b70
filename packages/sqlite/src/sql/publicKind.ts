/** As what somebody wrote their last public message that was not removed; null where there is none. */
export const publicKind = (seat: string): string => `(select w.author_kind from colloquy_message w
  where w.tenant = ${seat}.tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and w.removed = 0 and w.author_side = ${seat}.side and w.author = ${seat}.actor
  order by w.customer_n desc limit 1)`
