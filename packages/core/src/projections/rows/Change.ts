import type { Erased } from '../../conversation/Event.ts'
import type { ConversationId, TenantId } from '../../conversation/Ids.ts'
import type { Table, Tables } from './Tables.ts'

/**
 * One change of the read model, with absolute values, so that it is idempotent. A storage applies changes in order and
 * need not know what they mean. `where` is equality, perhaps on part of the key: all seats of a side at once. `put`
 * upserts the row with that key. `erase` nulls personal content in the log.
 */
export type Change = { readonly [T in Table]: Put<T> | Patch<T> | Remove<T> }[Table] | Erase

type Key = { readonly tenant: TenantId; readonly conversation: ConversationId }
export type Put<T extends Table> = { readonly _tag: 'put'; readonly table: T; readonly row: Tables[T] }
export type Patch<T extends Table> = {
  readonly _tag: 'patch'
  readonly table: T
  readonly where: Key & Partial<Tables[T]>
  readonly set: Partial<Tables[T]>
}
export type Remove<T extends Table> = {
  readonly _tag: 'remove'
  readonly table: T
  readonly where: Key & Partial<Tables[T]>
}
/**
 * Sets `personal` to null on the events of this conversation that concern the person, that posted or edited the
 * message, or on all; deletes their search terms; and deletes the hashes of the person's commands.
 */
export type Erase = Key & { readonly _tag: 'erase'; readonly of: Erased }
