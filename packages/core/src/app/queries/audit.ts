import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { forbidden, invalidCursor, notFound } from '../../conversation/Rejection.ts'
import type { AuditEntry } from '../../projections/shown/AuditEntry.ts'
import { auditEntry } from '../../projections/shown/AuditEntry.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { Page } from './answers.ts'
import type { Asking } from './Asking.ts'
import { conversationNamed, decodeOptions, refuseTo, withInput } from './Asking.ts'
import { sealVersion } from './tokens.ts'
import { cursorOptions, openCursor, sealCursor, walkOf } from './walks.ts'

/** Everything that happened to a conversation, reading and removal included: with the capability `audit`. */
export const audit =
  (asking: Asking) =>
  (id: unknown, page: unknown): Inquiry<Page<AuditEntry>> =>
    withInput(
      asking,
      () => {
        const named = conversationNamed(asking, id)
        if (E.isLeft(named)) return named
        return pipe(
          decodeOptions(asking, cursorOptions, page),
          E.map((input) => ({ ...input, conversation: named.right })),
        )
      },
      ({ conversation, limit, cursor }) => {
        if (asking.isCustomer || !asking.actor.capabilities.has('audit')) {
          return refuseTo(asking, conversation, forbidden('audit'))
        }
        const walk = walkOf(asking, ['audit', conversation])
        const place = cursor === null ? [0] : openCursor(asking, walk, 1, cursor)
        const after = Number(place?.[0] ?? 0)
        return ask({ _tag: 'Audit', conversation, after, limit: limit + 1 }, asking.viewer, (events) => {
          if (events.length === 0 && after === 0) return done(E.left(notFound))
          if (place === null) return done(E.left(invalidCursor))
          const items = events.slice(0, limit).map((event) => entry(asking, event))
          const next = events.length > limit ? sealCursor(asking, walk, [after + limit]) : null
          return done(E.right({ items, next }))
        })
      },
    )

const entry = (asking: Asking, recorded: Recorded): AuditEntry =>
  auditEntry(
    recorded,
    asking.actor.capabilities.has('message.history'),
    recorded.reader === null ? sealVersion(asking.seal, 'staff', recorded, recorded.version) : null,
  )
