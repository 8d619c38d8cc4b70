// Does one thing and nothing else, and says what came of it: it lives until that is done, and ends then by itself.
// Arguments: what to do, the storage and how it is opened, where its data is.
import { memory } from '@colloquy/core/memory'
import { postgres } from '@colloquy/postgres'
import { sqlite } from '@colloquy/sqlite'
import type { Storage } from '@colloquy/core/storage'
import Database from 'better-sqlite3'
import pg from 'pg'
import { openConversations } from '../../../../src/index.ts'
import type { ConversationEvent } from '../../../../src/index.ts'
import { staff } from '../opening.ts'
import { told } from '../say.ts'

const [what, mode, place] = [told(0), told(1), told(2)]
const print = (text: string): void => void process.stdout.write(`${text}\n`)
/** What the outside does meanwhile, which keeps nobody alive. */
const meanwhile = (work: () => unknown, milliseconds = 100): void =>
  void setTimeout(work, milliseconds).unref()

const hostPool = (): pg.Pool => new pg.Pool({ connectionString: place, allowExitOnIdle: true })
const storages: { readonly [mode: string]: () => Storage } = {
  memory: () => memory(),
  file: () => sqlite({ filename: place }),
  handle: () => sqlite({ database: new Database(place) }),
  url: () => postgres({ connectionString: place, lockTimeout: 100 }),
  pool: () => postgres({ pool: hostPool(), lockTimeout: 100 }),
}
const storage = storages[mode]?.()
if (storage === undefined) throw new Error(`there is no mode ${mode}`)

const chat = await openConversations({
  storage,
  log: ({ detail }) => {
    if (detail.includes('still runs')) print(detail)
  },
})
const desk = chat.as(staff('anna'))
const { conversationId } = await desk.start({ type: 'internal', subject: 'Living', message: 'Hello' })
const post = () => desk.post({ conversationId, body: 'a', visibility: 'internal' })
const isPost = (event: ConversationEvent): boolean =>
  event.type === 'message-posted' && event.data.body === 'a'
const fail = (): never => {
  throw new Error('away')
}
const retry = { first: 100, most: 200 }
/** How a subscription of somebody else finds what this process left. */
const leftFor = async (name: string): Promise<number> => {
  const again = mode === 'memory' ? storage : storages[mode]?.()
  const claim = { name, owner: 'another', now: Date.now() as never, lease: 1000, limit: 64 }
  const slots = await again?.checkpoints.claim(claim)()
  await again?.close()
  return slots?._tag === 'Right' ? slots.right.length : -1
}
/** Settled once the event of a post was tried, and failed. */
const failing = async (name: string) => {
  let tried = (): void => undefined
  const once = new Promise<void>((resolve) => {
    tried = resolve
  })
  const subscription = chat.subscribe(
    name,
    () => {
      tried()
      fail()
    },
    { retry: { first: 60_000 } },
  )
  await once
  return subscription
}

const doing: { readonly [what: string]: () => Promise<unknown> } = {
  /** Only follows, until its handler has had enough. */
  follows: async () => {
    const subscription = chat.subscribe('only', (event) => {
      if (!isPost(event)) return
      print('handled')
      void subscription.stop().then(() => print('stopped'))
    })
    meanwhile(post)
  },
  /** Follows by the way: nothing else is left to do. */
  unheld: async () => {
    chat.subscribe('only', () => undefined).unref()
    chat.on('*', () => undefined)
    const frames = desk.watch()
    frames.unref()
    void frames.next()
    await post()
    print('posted')
  },
  /** Waits for what fails twice before it succeeds. */
  waits: async () => {
    let left = 2
    const subscription = chat.subscribe(
      'only',
      (event) => {
        if (isPost(event) && left-- > 0) fail()
      },
      { retry },
    )
    subscription.unref()
    await chat.waitFor(await post(), subscription)
    print(`waited, ${left < 0 ? 'retried' : 'too short'}`)
    await subscription.stop()
  },
  /** Closes amid a back-off, and leaves nothing held. */
  closes: async () => {
    await failing('only')
    await chat.close()
    print(`closed, ${await leftFor('only')} parts free`)
  },
  /** Stops amid a handler, which ends later. */
  stops: async () => {
    let begun = (): void => undefined
    const running = new Promise<void>((resolve) => {
      begun = resolve
    })
    let ended = false
    const subscription = chat.subscribe('only', async () => {
      begun()
      await new Promise<void>((resolve) => meanwhile(resolve))
      ended = true
    })
    await running
    await subscription.stop()
    print(`stopped, ${ended ? 'handled' : 'amid'}`)
  },
  /** Stops where a handler never ends. */
  leaves: async () => {
    let begun = (): void => undefined
    const running = new Promise<void>((resolve) => {
      begun = resolve
    })
    const subscription = chat.subscribe('only', () => {
      begun()
      return new Promise(() => undefined)
    })
    await running
    await subscription.stop({ within: 50 })
    print(`stopped, ${await leftFor('only')} parts free`)
  },
  /** Ends itself from within. */
  within: async () => {
    const subscription = chat.subscribe('only', async (event) => {
      if (!isPost(event)) return
      await subscription.stop()
      await chat.close()
      print('went on')
    })
    await post()
  },
  /** Only watches. */
  watches: async () => {
    meanwhile(post)
    for await (const frame of desk.watch()) {
      if (frame.type !== 'event') continue
      print(frame.event.type)
      break
    }
  },
  /** Rebuilds behind somebody's lock. */
  rebuilds: async () => {
    await locked()
    const { differences, conversations } = await chat.rebuild()
    print(`rebuilt ${conversations}, ${differences.length} different`)
  },
  /** Verifies, imports, erases, lets go of what is old: each behind a lock that is gone after a while. */
  operates: async () => {
    await locked()
    await chat.verify()
    await locked()
    await chat.erase({ tenant: 'acme', conversation: conversationId })
    await chat.tick()
    print('operated')
  },
}

/** Somebody holds what writing a conversation needs, longer than a statement waits for it, and keeps nobody alive. */
const locked = async (): Promise<void> => {
  if (mode === 'file' || mode === 'handle') {
    const other = new Database(place)
    other.exec('begin immediate')
    return meanwhile(() => other.close(), 300)
  }
  if (mode === 'memory') return
  const other = new pg.Client({ connectionString: place })
  await other.connect()
  await other.query('begin; lock table colloquy.colloquy_conversation in access exclusive mode')
  // The types of the driver leave it out.
  if ('unref' in other && typeof other.unref === 'function') Reflect.apply(other.unref, other, [])
  meanwhile(() => other.end(), 700)
}

await doing[what]?.()
process.once('exit', () => print('end'))
