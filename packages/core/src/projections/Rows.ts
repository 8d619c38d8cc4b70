import type { Table, Tables } from './Tables.ts'

/** All rows of the read model that belong to one stream. */
export type Rows = { readonly [T in Table]: ReadonlyArray<Tables[T]> }
