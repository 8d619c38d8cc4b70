import { startPostgres } from '@colloquy/test-support/postgres'

// A process to be killed: it owns a server, and prints where once that runs.
const { folder, pid } = await startPostgres()
console.log(JSON.stringify({ folder, pid: pid() }))
setInterval(() => undefined, 60_000)
