import { sqlite } from '@colloquy/sqlite'
import { openConversations } from 'colloquy'
import { readArguments, usage, type Arguments } from './arguments.ts'
import { importFile, type Imported } from './importFile.ts'
import { count, heading } from './report.ts'
import { show } from './show.ts'

const run = async ({ input, database, json }: Arguments): Promise<number> => {
  const chat = await openConversations({ storage: sqlite({ filename: database }), policies: 'helpdesk' })
  try {
    const start = performance.now()
    const imported = await importFile(chat, input)
    const seconds = Math.round(performance.now() - start) / 1000
    if (json) console.log(JSON.stringify({ ...imported.counts, seconds }))
    else {
      if (imported.busiest !== null) await show(chat, imported.busiest, imported.names)
      console.log(heading('What was imported'))
      console.log(summary(imported, seconds, database))
      console.log(heading('What to do next'))
      console.log(next)
    }
    const { counts, unread } = imported
    if (unread !== null && counts.conversations === 0) return 2
    return counts.failed === 0 && unread === null ? 0 : 1
  } finally {
    await chat.close()
  }
}

const summary = ({ counts, unread }: Imported, seconds: number, database: string): string => {
  const { conversations, messages, added, failed } = counts
  const sides = `(${counts.public} public, ${counts.internal} internal)`
  const held = `${count(conversations, 'conversation')}, ${count(messages, 'message')} ${sides}`
  const fresh = added === messages ? 'all new' : added === 0 ? 'nothing new' : `${added} of them new`
  const bad = failed === 0 ? '' : `\n${count(failed, 'line')} could not be imported: see above`
  const missing = unread === null ? '' : '\nThe file could not be read to its end: see above'
  return `${held}, ${fresh}, in ${seconds.toFixed(1)} s\nThey are in ${database}${bad}${missing}`
}

const next = `npm start -- FILE.jsonl                    the same with conversations of yours
docs/tutorial/first-conversation.md        write such a program yourself, in ten minutes
examples/quickstart/show.ts                how the views above were asked for`

const main = async (): Promise<number> => {
  const given = readArguments(process.argv.slice(2))
  if ('help' in given) {
    console.log(usage)
    return 0
  }
  if ('problem' in given) {
    console.error(`${given.problem}\n\n${usage}`)
    return 2
  }
  try {
    return await run(given)
  } catch (error) {
    console.error(`${given.input}: ${error instanceof Error ? error.message : 'something went wrong'}`)
    return 2
  }
}

process.exitCode = await main()
