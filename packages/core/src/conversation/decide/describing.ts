import * as E from 'fp-ts/lib/Either.js'
import type { CommandOf } from '../Command.ts'
import type { Attributes } from '../Event.ts'
import { invalidInput, visibilityExceedsConversation } from '../Rejection.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { all, allowed, happened, may, unchanged, unlessClosed, when } from './Decision.ts'

/** Labels of one conversation, and attributes, at the most. */
export const labelsAtMost = 50
export const attributesAtMost = 32
export const attributeBytesAtMost = 4096

export const mayRename = (command: CommandOf<'Rename'>, here: Here): Permission =>
  all(may(command.context, 'update'), unlessClosed(command.context, here.header))

export const rename = (command: CommandOf<'Rename'>, here: Here): Decision =>
  when(mayRename(command, here), () =>
    happened(command, {
      type: 'conversation-renamed',
      concerns: here.header.concerns,
      personal: { subject: command.subject },
    }),
  )

export const mayDescribe = (command: CommandOf<'Label' | 'Unlabel' | 'SetAttributes'>): Permission =>
  may(command.context, 'update')

/** Labels stay changeable when a conversation is closed: they are the desk's own order. */
export const label = (command: CommandOf<'Label' | 'Unlabel'>, here: Here): Decision =>
  when(mayDescribe(command), () => {
    const { labels } = here.header
    const wants = command._tag === 'Label'
    if (labels.includes(command.label) === wants) return unchanged
    if (wants && labels.length >= labelsAtMost)
      return E.left(invalidInput('label', labelsAtMost, `at most ${labelsAtMost} labels together`))
    return happened(command, {
      type: wants ? 'conversation-labelled' : 'conversation-unlabelled',
      label: command.label,
    })
  })

/** Adds to the attributes and replaces; null takes one away. */
export const setAttributes = (command: CommandOf<'SetAttributes'>, here: Here): Decision =>
  when(mayDescribe(command), () => {
    const before = here.header.attributes
    const news = Object.entries(command.attributes).filter(([key, value]) => (before[key] ?? null) !== value)
    if (news.length === 0) return unchanged
    const after = Object.entries({ ...before, ...Object.fromEntries(news) }).filter(
      ([, value]) => value !== null,
    )
    if (after.length > attributesAtMost)
      return E.left(invalidInput('attributes', attributesAtMost, `at most ${attributesAtMost} keys together`))
    if (bytes(Object.fromEntries(after)) > attributeBytesAtMost) {
      return E.left(
        invalidInput(
          'attributes',
          attributeBytesAtMost,
          `at most ${attributeBytesAtMost} bytes as JSON together`,
        ),
      )
    }
    return happened(command, { type: 'attributes-set', attributes: Object.fromEntries(news) })
  })

const bytes = (attributes: Attributes): number => {
  let sum = 0
  for (const character of JSON.stringify(attributes)) sum += utf8Length(character.codePointAt(0) ?? 0)
  return sum
}

const utf8Length = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4

/** What customers were once shown can't be made never to have been. */
export const maySetType = (command: CommandOf<'SetType'>, here: Here): Permission =>
  all(
    may(command.context, 'setType'),
    unlessClosed(command.context, here.header),
    command.type === 'internal' && here.header.customerN > 0
      ? E.left(visibilityExceedsConversation)
      : allowed,
  )

export const setType = (command: CommandOf<'SetType'>, here: Here): Decision =>
  when(maySetType(command, here), () =>
    here.header.type === command.type
      ? unchanged
      : happened(command, { type: 'conversation-type-set', conversationType: command.type }),
  )
