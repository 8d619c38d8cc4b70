import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { forbidden, invalidCursor, notFound } from '../../conversation/Rejection.ts'
import type { AuditEntry } from '../../projections/shown/AuditEntry.ts'
import { auditEntry } from '../../projections/shown/AuditEntry.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { Page } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { conversationNamed, decodeOptions, refuseTo, withInput } from './QueryContext.ts'
import { sealVersion } from './tokens.ts'
import { cursorOptions, openCursor, sealCursor, walkOf } from './walks.ts'

/** All events of a conversation, reading and removal included; needs the capability `audit`. */
export const audit =
  (context: QueryContext) =>
  (id: unknown, page: unknown): Inquiry<Page<AuditEntry>> =>
    withInput(
      context,
      () => {
        const named = conversationNamed(context, id)
        if (E.isLeft(named)) return named
        return pipe(
          decodeOptions(context, cursorOptions, page),
          E.map((input) => ({ ...input, conversation: named.right })),
        )
      },
      ({ conversation, limit, cursor }) => {
        if (context.isCustomer || !context.actor.capabilities.has('audit')) {
          return refuseTo(context, conversation, forbidden('audit'))
        }
        const walk = walkOf(context, ['audit', conversation])
        const place = cursor === null ? [0] : openCursor(context, walk, 1, cursor)
        const after = Number(place?.[0] ?? 0)
        return ask({ _tag: 'Audit', conversation, after, limit: limit + 1 }, context.viewer, (events) => {
          if (events.length === 0 && after === 0) return done(E.left(notFound))
          if (place === null) return done(E.left(invalidCursor))
          const items = events.slice(0, limit).map((event) => entry(context, event))
          const next = events.length > limit ? sealCursor(context, walk, [after + limit]) : null
          return done(E.right({ items, next }))
        })
      },
    )

const entry = (context: QueryContext, recorded: Recorded): AuditEntry =>
  auditEntry(
    recorded,
    context.actor.capabilities.has('message.history'),
    recorded.reader === null ? sealVersion(context.seal, 'staff', recorded, recorded.version) : null,
  )
