import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Actor, Kind } from '../../src/conversation/Actor.ts'
import type { StartConversation } from '../../src/conversation/Command.ts'
import { decide } from '../../src/conversation/commands.ts'
import type { ActorId, CommandId, ConversationId, TenantId, Time } from '../../src/conversation/Ids.ts'
import { presets } from '../../src/conversation/policies/presets.ts'
import { resolveCapabilities } from '../../src/conversation/policies/roles.ts'
import { forbidden } from '../../src/conversation/Rejection.ts'
import { initial } from '../../src/conversation/State.ts'

const actorOf = (kind: Kind): Actor => ({
  tenant: 'acme' as TenantId,
  id: 'anna' as ActorId,
  kind,
  name: null,
  capabilities: resolveCapabilities(['role:admin'], kind, presets.helpdesk),
  queues: [],
  records: [],
})

const startBy = (kind: Kind): StartConversation => ({
  _tag: 'StartConversation',
  beganBy: { side: 'customer', id: 'cleo' as ActorId },
  conversationId: 'c' as ConversationId,
  type: 'customer',
  subject: null,
  customer: null,
  participants: [],
  owner: null,
  source: null,
  contexts: [],
  channel: 'web',
  queue: null,
  message: null,
  attributes: {},
  context: {
    actor: actorOf(kind),
    policies: presets.helpdesk,
    now: 1 as Time,
    backdated: null,
    commandId: 'x' as CommandId,
    ledger: false,
    hash: 'h',
    correlationId: null,
    causationId: null,
    meta: {},
    directory: null,
    records: new Map(),
  },
})

test('only an import tells who else began a conversation', () => {
  expect(decide(startBy('staff'), initial)).toEqual(E.left(forbidden('import')))
  const imported = decide(startBy('system'), initial)
  expect(E.isRight(imported) && imported.right[0]?.event).toMatchObject({
    type: 'conversation-created',
    initiator: { side: 'customer', id: 'cleo' },
  })
})
