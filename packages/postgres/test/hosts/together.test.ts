import { describe } from 'vitest'
import { chatTalk } from '../support/hosts/chatTalk.ts'
import { hosts } from '../support/hosts/hosts.ts'
import { hostScenario } from '../support/hosts/hostScenario.ts'
import { tableTalk } from '../support/hosts/tableTalk.ts'

describe('a table alone', () => {
  for (const host of hosts) hostScenario(host, tableTalk)
})
describe('the whole library', () => {
  for (const host of hosts) hostScenario(host, chatTalk)
})
