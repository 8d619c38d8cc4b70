import { once } from 'node:events'
import { postgres } from '../../src/index.ts'

// One of many processes that open a database at the same time: looks, says so, waits for a word, and says what it came
// to as one line of JSON.
const [url = '', schema = ''] = process.argv.slice(2)
const storage = postgres({ connectionString: url, schema, connections: 1 })
const before = await storage.schema()
process.stdout.write('ready\n')
await once(process.stdin, 'data')
process.stdin.destroy()
const version = await storage.migrate()
const secret = await storage.secret()
await storage.close()
console.log(JSON.stringify([before, version, secret]))
