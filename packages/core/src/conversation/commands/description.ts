import * as E from 'fp-ts/lib/Either.js'
import type { CommandOf } from '../Command.ts'
import type { Attributes } from '../Event.ts'
import { invalidInput, visibilityExceedsConversation } from '../Rejection.ts'
import { all, allowed, happened, may, unchanged, unlessClosed } from './Decision.ts'
import type { Rules, RulesOf } from './Rules.ts'

/** The maximum number of labels, and of attributes, of one conversation. */
const labelsAtMost = 50
const attributesAtMost = 32
const attributeBytesAtMost = 4096

const needs = () => ({})

/** Labels can be changed on a closed conversation: they are the staff's own filing. */
const label = {
  needs,
  may: ({ context }) => may(context, 'update'),
  decide: (command, { header: { labels } }) => {
    const wants = command._tag === 'Label'
    if (labels.includes(command.label) === wants) return unchanged
    if (wants && labels.length >= labelsAtMost)
      return E.left(invalidInput('label', labelsAtMost, `at most ${labelsAtMost} labels together`))
    return happened(command, {
      type: wants ? 'conversation-labelled' : 'conversation-unlabelled',
      label: command.label,
    })
  },
} satisfies Rules<CommandOf<'Label' | 'Unlabel'>>

export const description = {
  Rename: {
    needs,
    may: ({ context }, { header }) => all(may(context, 'update'), unlessClosed(context, header)),
    decide: (command, { header }) =>
      happened(command, {
        type: 'conversation-renamed',
        concerns: header.concerns,
        personal: { subject: command.subject },
      }),
  },
  Label: label,
  Unlabel: label,
  /** Merges into the attributes; null removes one. */
  SetAttributes: {
    needs,
    may: ({ context }) => may(context, 'update'),
    decide: (command, { header: { attributes: before } }) => {
      const news = Object.entries(command.attributes).filter(
        ([key, value]) => (before[key] ?? null) !== value,
      )
      if (news.length === 0) return unchanged
      const after = Object.entries({ ...before, ...Object.fromEntries(news) }).filter(
        ([, value]) => value !== null,
      )
      if (after.length > attributesAtMost)
        return E.left(
          invalidInput('attributes', attributesAtMost, `at most ${attributesAtMost} keys together`),
        )
      if (bytes(Object.fromEntries(after)) > attributeBytesAtMost) {
        const expected = `at most ${attributeBytesAtMost} bytes as JSON together`
        return E.left(invalidInput('attributes', attributeBytesAtMost, expected))
      }
      return happened(command, { type: 'attributes-set', attributes: Object.fromEntries(news) })
    },
  },
  SetType: {
    needs,
    /** Customers have seen the conversation, so it can't become internal afterwards. */
    may: ({ context, type }, { header }) =>
      all(
        may(context, 'setType'),
        unlessClosed(context, header),
        type === 'internal' && header.customerN > 0 ? E.left(visibilityExceedsConversation) : allowed,
      ),
    decide: (command, { header }) =>
      header.type === command.type
        ? unchanged
        : happened(command, { type: 'conversation-type-set', conversationType: command.type }),
  },
} satisfies RulesOf<'Rename' | 'Label' | 'Unlabel' | 'SetAttributes' | 'SetType'>

const bytes = (attributes: Attributes): number => {
  let sum = 0
  for (const character of JSON.stringify(attributes)) sum += utf8Length(character.codePointAt(0) ?? 0)
  return sum
}

const utf8Length = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
