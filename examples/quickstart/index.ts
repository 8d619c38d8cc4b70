import { sqlite } from '@colloquy/sqlite'
import { openConversations } from 'colloquy'
import { readArguments, usage, type Arguments } from './arguments.ts'
import { importFile, type Imported } from './importFile.ts'
import { heading } from './report.ts'
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
    }
    return imported.counts.failed === 0 ? 0 : 1
  } finally {
    await chat.close()
  }
}

const summary = ({ counts }: Imported, seconds: number, database: string): string => {
  const { conversations, messages, added, failed } = counts
  const held = `${conversations} conversations, ${messages} messages (${counts.public} public, ${counts.internal} internal)`
  const fresh = added === messages ? 'all new' : added === 0 ? 'nothing new' : `${added} messages new`
  const bad = failed === 0 ? '' : `\n${failed} could not be imported: see above`
  return `${held}, ${fresh}, in ${seconds.toFixed(1)} s\nThey are in ${database}${bad}`
}

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
    console.error(error instanceof Error ? error.message : 'Something went wrong.')
    return 2
  }
}

process.exitCode = await main()
