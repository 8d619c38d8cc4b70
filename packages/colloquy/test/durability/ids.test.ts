import { join } from 'node:path'
import { expect, test } from 'vitest'
import { start } from '../support/durability/Child.ts'
import { inFolder } from '../support/durability/folder.ts'
import { readLog } from '../support/durability/Log.ts'
import { open } from '../support/durability/opening.ts'

const many = 40

test('of two processes that start the same conversation one starts it, and the other is told so or refused', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'ids.db')
    const chat = await open(file)
    const children = ['left', 'right'].map((name) => start('starting', [file, name, many]))
    await Promise.all(children.map(({ hears }) => hears('ready')))
    for (const { tell } of children) tell(String(Date.now() + 50))
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0])
    const said = children.flatMap((child) => child.said)
    const log = readLog(file)
    let lefts = 0
    for (let number = 0; number < many; number += 1) {
      const id = `c${number}`
      const accepted = said.flatMap((one) =>
        one.say === 'acknowledged' && one.given.conversationId === id ? [one] : [],
      )
      const refused = said.flatMap((one) =>
        one.say === 'refused' && one.given.conversationId === id ? [one.reason] : [],
      )
      const created = log.events.filter(
        (one) => one.conversation === id && one.type === 'conversation-created',
      )
      expect(created).toHaveLength(1)
      if (number % 2 === 0) {
        expect(accepted).toHaveLength(1)
        expect(refused).toEqual(['DuplicateId'])
        if (accepted[0]?.given.body === 'from left') lefts += 1
        expect(created[0]?.command).toBe(accepted[0]?.command)
      } else {
        expect(accepted).toHaveLength(2)
        const [one, other] = accepted
        // The same command is answered the same; another one found nothing new to do.
        if (number % 4 === 1) expect(one?.receipt).toEqual(other?.receipt)
        else expect(accepted.filter(({ receipt }) => receipt.changed)).toHaveLength(1)
      }
    }
    expect((await chat.verify()).differences).toEqual([])
    await chat.close()
    console.log(`ids: ${many} conversations, the left process was first for ${lefts} of ${many / 2}`)
  }))
