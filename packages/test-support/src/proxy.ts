import type { Server, Socket } from 'node:net'
import { listen, portOf } from './listen.ts'
import {
  type Control,
  type Link,
  link,
  type Mode,
  type Moment,
  type Order,
  type Withholding,
} from './proxy/Link.ts'

export type { Mode, Moment } from './proxy/Link.ts'

/** A simulated bad network between clients and a server. */
export type Proxy = {
  /** The server's URL through the proxy. */
  readonly url: string
  /** Sets the mode of all connections, open ones included. */
  readonly set: (mode: Mode) => Promise<void>
  /** Resets the open connections on both sides. */
  readonly cut: () => void
  /** Cuts one connection at the first matching statement, default `commit`; resolves when that has happened. */
  readonly cutAt: (moment: Moment, matches?: (sql: string) => boolean) => Promise<void>
  /**
   * Withholds what one connection sends from the first matching statement on, default `commit`; resolves when that has
   * happened, with a function that releases it. Other connections are not affected.
   */
  readonly withholdAt: (matches?: (sql: string) => boolean) => Promise<() => void>
  /** Drops all traffic of the open connections for good, without a reset; new connections work. */
  readonly silence: () => void
  /** The number of open connections. */
  readonly open: () => number
  readonly close: () => Promise<void>
}

/** Whether the text ends with a commit, perhaps after other statements. */
export const isCommit = (sql: string): boolean => /(?:^|;)\s*commit\s*;?\s*$/i.test(sql)

export const startProxy = async (url: string): Promise<Proxy> => {
  const target = new URL(url)
  const address = { host: target.hostname, port: Number(target.port || 5432) }
  const links = new Set<Link>()
  let orders: ReadonlyArray<Order> = []
  let withholdings: ReadonlyArray<Withholding> = []
  let mode: Mode = 'pass'

  const control: Control = {
    mode: () => mode,
    take: (sql) => {
      const order = orders.find(({ matches }) => matches(sql))
      orders = orders.filter((other) => other !== order)
      return order
    },
    withhold: (sql) => {
      const found = withholdings.find(({ matches }) => matches(sql))
      withholdings = withholdings.filter((other) => other !== found)
      return found
    },
  }
  const accept = (client: Socket) => {
    const made = link(client, address, control)
    links.add(made)
    made.hold(mode === 'blackhole')
    void made.ended.then(() => links.delete(made))
  }
  let server: Server | undefined = await listen(0, accept)
  const port = portOf(server)
  const cut = () => links.forEach((each) => each.cut())

  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port }).href,
    set: async (next) => {
      mode = next
      links.forEach((each) => each.hold(next === 'blackhole'))
      if (next === 'refuse') {
        server?.close()
        server = undefined
      } else server ??= await listen(port, accept)
    },
    cut,
    cutAt: (moment, matches = isCommit) =>
      new Promise((done) => {
        orders = [...orders, { moment, matches, done }]
      }),
    withholdAt: (matches = isCommit) =>
      new Promise((done) => {
        withholdings = [...withholdings, { matches, done }]
      }),
    silence: () => links.forEach((each) => each.hold(true)),
    open: () => links.size,
    close: async () => {
      server?.close()
      server = undefined
      cut()
      await Promise.all([...links].map((each) => each.ended))
    },
  }
}
