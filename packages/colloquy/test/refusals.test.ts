import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandTag } from '@colloquy/core/engine'
import { expect, test } from 'vitest'
import { ownRefusals } from '../../core/test/deciding/refusals.ts'
import type { CommandName } from '../src/session/commands/commands.ts'
import { commandNames } from '../src/session/commands/commands.ts'

/** The names of commands that are not those of their tags. */
const otherwise: { readonly [Name in CommandName]?: CommandTag } = {
  start: 'StartConversation',
  post: 'PostMessage',
  edit: 'EditMessage',
  remove: 'RemoveMessage',
  publish: 'PublishMessage',
  link: 'LinkRecord',
  unlink: 'UnlinkRecord',
  setOwner: 'Assign',
  markReadFor: 'MarkRead',
  markUnreadFor: 'MarkUnread',
}

/** What no caller gives by itself: parts of an import, and of erasing. */
const inner: ReadonlyArray<CommandTag> = ['SettleImport', 'EraseContent']

const tagOf = (name: CommandName): string =>
  otherwise[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`

test('every command has a name in sessions', () => {
  const named = new Set([...commandNames.map(tagOf), ...inner])
  expect(Object.keys(ownRefusals).filter((tag) => !named.has(tag))).toEqual([])
})

const refusalsOf = (name: CommandName): ReadonlyArray<string> => {
  const tag = tagOf(name)
  return Object.entries(ownRefusals).flatMap(([each, some]) => (each === tag ? Object.keys(some) : []))
}

/** What the docstrings before the methods of this name list, after `✗`. */
const listedFor = (name: CommandName): ReadonlyArray<string> => {
  const text = readFileSync(join(import.meta.dirname, '..', 'src', 'session', 'Calls.ts'), 'utf8')
  const docs = text.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*readonly (\w+): To</gsu)
  return [...docs].flatMap(([, doc = '', of]) => {
    const [, refusals = ''] = of === name ? doc.split('✗') : []
    return [...refusals.matchAll(/`([A-Z]\w+)`/gu)].map(([, refusal = '']) => refusal)
  })
}

/** What any command may answer is told of once, above all of them; an empty text is refused before it is decided. */
const ofAny = ['NotFound', 'InvalidInput', 'FieldRequired']
const beforehand = ['EmptyBody']
/** Nobody needs leave for their own reading. */
const ofOthers = ['Forbidden', 'ConfirmationRequired']
const notOf: { readonly [Name in CommandName]?: ReadonlyArray<string> } = {
  markRead: ofOthers,
  markUnread: ofOthers,
}

test.each(commandNames)('the docstring of %s lists what the type of its rules refuses', (name) => {
  const listed = listedFor(name)
  const refused = refusalsOf(name)
  const untold = [...ofAny, ...(notOf[name] ?? [])]
  expect(refused).not.toEqual([])
  expect(refused.filter((each) => !listed.includes(each) && !untold.includes(each))).toEqual([])
  expect(
    listed.filter((each) => !refused.includes(each) && ![...ofAny, ...beforehand].includes(each)),
  ).toEqual([])
})
