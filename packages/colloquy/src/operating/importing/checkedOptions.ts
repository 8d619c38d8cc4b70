import type { Rejection, TenantId } from '@colloquy/core'
import type { Either } from 'fp-ts/lib/Either.js'
import { tenantId } from '../../input/text.ts'
import type { Limits } from '../../Limits.ts'
import type { ImportOptions } from '../importing.ts'

const names: { readonly [Name in keyof Required<ImportOptions>]: true } = {
  tenant: true,
  unread: true,
  onProgress: true,
  concurrency: true,
}

const usual = 32

/** What an import is told, as it works with it. A conversation without a tenant of its own gets, or fails by, `tenant`. */
export type ImportChoices = Pick<ImportOptions, 'onProgress'> & {
  readonly tenant: Either<Rejection, TenantId>
  readonly unread: 'none' | 'asPosted'
  readonly concurrency: number
}

/** Throws for what a programmer mistook; a tenant may come from data, and is refused like it. */
export const checkedOptions = (options: ImportOptions, limits: Limits): ImportChoices => {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('import: its options are an object')
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name))
  if (unknown !== undefined)
    throw new TypeError(`import: there is no option ${unknown}; there are ${Object.keys(names).join(', ')}`)
  const { tenant, unread = 'none', onProgress, concurrency = usual } = options
  if (unread !== 'none' && unread !== 'asPosted')
    throw new TypeError("import: unread must be 'none' or 'asPosted'")
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new TypeError('import: onProgress must be a function')
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError('import: concurrency must be a whole number from 1')
  return {
    tenant: tenantId(tenant, { field: 'tenant', limits }),
    unread,
    concurrency,
    ...(onProgress === undefined ? {} : { onProgress }),
  }
}
