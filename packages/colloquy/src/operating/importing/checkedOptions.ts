import type { Rejection } from '@colloquy/core/engine'
import type { TenantId } from '@colloquy/core/storage'
import { requireKnown } from '@colloquy/core/storage'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Limits } from '@colloquy/core/decoding'
import { decodeGiven, tenantId } from '@colloquy/core/decoding'
import { mustBe } from '../../engine/mustBe.ts'
import type { ImportOptions } from './importing.ts'

const usual = 32

/**
 * What an import is told, as it works with it. A conversation without a tenant of its own gets, or fails by, `tenant`.
 */
export type ImportChoices = Pick<ImportOptions, 'onProgress'> & {
  readonly tenant: Either<Rejection, TenantId>
  readonly unread: 'none' | 'asPosted'
  readonly concurrency: number
}

/** Throws for what a programmer mistook; a tenant may come from data, and is refused like it. */
export const checkedOptions = (options: ImportOptions, limits: Limits): ImportChoices => {
  requireKnown<ImportOptions>('import', options, {
    tenant: true,
    unread: true,
    onProgress: true,
    concurrency: true,
  })
  const { tenant, unread = 'none', onProgress, concurrency = usual } = options
  mustBe('import: unread', unread, unread === 'none' || unread === 'asPosted', "'none' or 'asPosted'")
  mustBe('import: onProgress', onProgress, isFunction(onProgress), 'a function of figures')
  const isCount = Number.isSafeInteger(concurrency) && concurrency >= 1
  mustBe('import: concurrency', concurrency, isCount, 'a whole number, 1 or more')
  return {
    tenant: decodeGiven(tenantId, tenant, { field: 'tenant', whole: 'tenant', limits }),
    unread,
    concurrency,
    ...(onProgress === undefined ? {} : { onProgress }),
  }
}

const isFunction = (value: unknown): boolean => value === undefined || typeof value === 'function'
