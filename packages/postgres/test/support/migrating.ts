import { postgres } from '../../src/index.ts'

// One of many processes that open a database at the same time: says what it came to, as one line of JSON.
const [url = '', schema = ''] = process.argv.slice(2)
const storage = postgres({ connectionString: url, schema, connections: 1 })
const version = await storage.migrate()
const secret = await storage.secret()
await storage.close()
process.stdout.write(JSON.stringify([version, secret]))
