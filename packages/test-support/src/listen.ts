import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** Listens on a port of 127.0.0.1; 0: any free port. */
export const listen = async (port: number, accept: (socket: Socket) => void): Promise<Server> => {
  const server = createServer({ noDelay: true }, accept).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

export const portOf = (server: Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port')
  return address.port
}

/** A port that is free now. */
export const freePort = async (): Promise<number> => {
  const server = await listen(0, (socket) => socket.destroy())
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}
