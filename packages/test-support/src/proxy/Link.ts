import { connect, type Socket } from 'node:net'
import { lane } from './Lane.ts'
import { asksForEncryption, type Message, poolerError, splitter, statements } from './Message.ts'

/**
 * The mode of connections. `refuse`: no new ones. `blackhole`: nothing passes either way, until another mode is set.
 * `swallowReplies`: requests pass and replies are dropped. `delay`: adds so many milliseconds each way. `turnAway`: new
 * ones get a pooler's error.
 */
export type Mode =
  | 'pass'
  | 'refuse'
  | 'blackhole'
  | 'swallowReplies'
  | { readonly delay: number }
  | { readonly turnAway: string }

/**
 * When to cut. `before`: the server never gets the statement; `inside`: it executes it, and the reply is lost;
 * `pooled`: the same with a pooler's error; `after`: after the reply.
 */
export type Moment = 'before' | 'inside' | 'pooled' | 'after'

/** One cut, of the first connection that sends a matching statement. */
export type Order = {
  readonly moment: Moment
  readonly matches: (sql: string) => boolean
  readonly done: () => void
}

/** Withholds what the first connection with a matching statement sends, from that statement on. */
export type Withholding = {
  readonly matches: (sql: string) => boolean
  /** Called when that has happened, with a function that releases it. */
  readonly done: (release: () => void) => void
}

/** The proxy's state that its connections use. */
export type Control = {
  readonly mode: () => Mode
  /** Hands an order for such a statement to one connection only. */
  readonly take: (sql: string) => Order | undefined
  readonly withhold: (sql: string) => Withholding | undefined
}

/** One client's connection through the proxy. */
export type Link = {
  readonly cut: () => void
  readonly hold: (held: boolean) => void
  readonly ended: Promise<void>
}

/** A socket that is ending can't be reset any more, and would never close. */
const reset = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}

export const link = (client: Socket, target: { host: string; port: number }, control: Control): Link => {
  const server = connect({ ...target, noDelay: true })
  const [toServer, toClient] = [lane(server), lane(client)]
  const statementOf = statements()
  // The server ends each reply, and the startup, with one ReadyForQuery message.
  let requested = 0
  let answered = -1
  let order: (Order & { readonly request: number }) | undefined

  const cut = () => {
    reset(client)
    reset(server)
  }
  const delay = () => {
    const mode = control.mode()
    return typeof mode === 'object' && 'delay' in mode ? mode.delay : 0
  }
  const takeLeave = (why: string) => {
    toClient.send(poolerError(why), delay())
    toClient.end()
    reset(server)
  }

  let withheld: Array<Message> | null = null
  const release = () => {
    const messages = withheld ?? []
    withheld = null
    messages.forEach(onRequest)
  }

  const onRequest = (message: Message) => {
    if (withheld !== null) return void withheld.push(message)
    // Data after the statement at which to cut is lost in any case.
    if (client.destroyed || (order !== undefined && requested >= order.request)) return
    if (asksForEncryption(message)) return toClient.send(Buffer.from('N'), 0)
    const mode = control.mode()
    if (message.type === '' && typeof mode === 'object' && 'turnAway' in mode) return takeLeave(mode.turnAway)
    const sql = statementOf(message)
    const withholding = sql === undefined ? undefined : control.withhold(sql)
    if (withholding !== undefined) {
      withheld = [message]
      return withholding.done(release)
    }
    const taken = sql === undefined || order !== undefined ? undefined : control.take(sql)
    if (taken !== undefined) order = { ...taken, request: requested + 1 }
    if (taken?.moment === 'before') return cut()
    if (message.type === 'Q' || message.type === 'S' || message.type === 'F') requested += 1
    toServer.send(message.bytes, delay())
  }

  const onReply = (message: Message) => {
    if (client.destroyed) return
    if (message.type === 'Z') answered += 1
    const due = order !== undefined && answered >= order.request
    if (order?.moment === 'inside') return due ? cut() : undefined
    if (order?.moment === 'pooled') return due ? takeLeave('server conn crashed?') : undefined
    if (control.mode() !== 'swallowReplies') toClient.send(message.bytes, delay())
    if (!due) return
    toClient.end()
    reset(server)
  }

  const requests = splitter('client')
  const replies = splitter('server')
  client.on('data', (chunk) => requests(chunk).forEach(onRequest))
  server.on('data', (chunk) => replies(chunk).forEach(onReply))
  client.on('error', () => undefined).on('close', (failed) => (failed ? reset(server) : toServer.end()))
  server.on('error', () => undefined).on('close', (failed) => (failed ? reset(client) : toClient.end()))
  const closed = (socket: Socket) =>
    new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  const ended = Promise.all([closed(client), closed(server)]).then(() => order?.done())
  return {
    cut,
    hold: (held) => {
      for (const socket of [client, server]) {
        if (held) socket.pause()
        else socket.resume()
      }
    },
    ended,
  }
}
