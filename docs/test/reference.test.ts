import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { capabilities, eventTypes, presets } from '@colloquy/core'
import { memory } from '@colloquy/core/memory'
import { actor, openConversations, roles } from 'colloquy'
import { describe, expect, it } from 'vitest'
import { root } from './fences.ts'

const page = (name: string): string => readFileSync(join(root, 'docs', 'reference', `${name}.md`), 'utf8')
const missing = (text: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`${name}(`))

describe('the reference leaves nothing out', () => {
  it('every event is on the page of events', () => {
    expect(missing(page('events'), eventTypes)).toEqual([])
  })

  it('every capability, preset and policy is on the page of policies', () => {
    const policies = Object.keys(presets.helpdesk.customer)
    expect(missing(page('policies'), [...capabilities, ...Object.keys(presets), ...policies])).toEqual([])
  })

  it('every call of a session is on the page of commands or of queries', async () => {
    const chat = await openConversations({ storage: memory(), policies: 'helpdesk' })
    const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent }))
    const calls = Object.keys(desk).filter((name) => !['try', 'watch'].includes(name))
    await chat.close()
    expect(missing(page('commands') + page('queries'), calls)).toEqual([])
  })
})
