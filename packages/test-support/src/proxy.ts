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

/** A bad network between clients and a server. */
export type Proxy = {
  /** The server's, by way of the proxy. */
  readonly url: string
  /** Treats all connections like this from now on, those that are open too. */
  readonly set: (mode: Mode) => Promise<void>
  /** Resets the open connections, as seen from both sides. */
  readonly cut: () => void
  /** Cuts one connection at the first such statement, `commit` unless told; resolves when that has happened. */
  readonly cutAt: (moment: Moment, matches?: (sql: string) => boolean) => Promise<void>
  /**
   * Withholds what one connection sends, from the first such statement on, `commit` unless told; resolves when that has
   * happened, with what lets it pass. Others are not touched.
   */
  readonly withholdAt: (matches?: (sql: string) => boolean) => Promise<() => void>
  /** From now on nothing passes on the connections that are open, for good, and nobody is told; new ones pass. */
  readonly silence: () => void
  /** How many connections are open. */
  readonly open: () => number
  readonly close: () => Promise<void>
}

/** Whether a transaction ends here, perhaps after other statements of the same message. */
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
