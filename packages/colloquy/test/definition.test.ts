import type { Context } from '@colloquy/core/engine'
import { conversationId, decodeGiven, defaultLimits as limits, object } from '@colloquy/core/decoding'
import type { ConversationId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Environment } from '../src/session/commands/Definition.ts'
import { define } from '../src/session/commands/Definition.ts'
import { commandFields } from '../src/session/commands/draft.ts'

test('a command has the tag that it is defined by, whatever its fields bear', () => {
  const fields = { conversationId: 'c' as ConversationId, _tag: 'Lock' }
  const decoder = define('close', 'Close', object({ ...commandFields, conversationId }), {
    command: () => fields,
  })
  const decoded = decodeGiven(decoder, { conversationId: 'c' }, { field: '', whole: 'input', limits })
  if (E.isLeft(decoded)) throw new Error(decoded.left._tag)
  // Nothing of it is looked at.
  const context = {} as Context
  expect(decoded.right.command({ context } as Environment)).toEqual({ ...fields, _tag: 'Close', context })
})
