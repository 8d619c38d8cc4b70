import { createHash } from 'node:crypto'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A name that the server keeps as it is: a longer one it cuts, and two that differ only at their ends become one. */
export const isKept = (name: string): boolean =>
  name !== '' && !name.includes('\u0000') && !/\p{Surrogate}/u.test(name) && Buffer.byteLength(name) <= 63

/** Statements are written for no schema in particular: here each table and function gets its own. */
export const inSchema = (sql: string, schema: string): string =>
  sql.replace(/(?<![\w."'])colloquy_\w+/gu, (name) => `${schema}.${name}`)

/** What a statement answers, as `all` says of its rows `q`. */
export const gathered = (sql: string, all: string): string => {
  if (!changing.test(sql)) return `select ${all} from (${sql}) q`
  // What changes rows may only stand at the top: its answer becomes one more part beside it.
  const at = sql.lastIndexOf('select json_build_array(')
  return `${sql.slice(0, at).trimEnd()}, q as (${sql.slice(at)}) select ${all} from q`
}

const changing = /^with\s+\w+\s+as\s+\(\s*(?:insert|update|delete)\b/u

export const rowsAsJson = `coalesce(json_agg(q.row), '[]')`

/**
 * Each row as one text of JSON: a driver's or a query builder's own ideas of types and names can't get in between. All
 * of them as one text would take a fifth longer, because the server copies it again and again.
 */
const asTexts = (sql: string): string => gathered(sql, 'q.row::text as row')

export type Prepared = {
  readonly text: string
  readonly names: ReadonlyArray<string>
  readonly name: string
}

/** `@name` as `$n`, the same for the same name. */
const numbered = (sql: string): { readonly text: string; readonly names: ReadonlyArray<string> } => {
  const names: Array<string> = []
  const text = sql.replace(/@([a-zA-Z]\w*)/gu, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, names }
}

/** Texts of statements as they are sent. */
export type Statements = (sql: string, answers: boolean) => Prepared

const madeFor = (schema: string): Statements => {
  const made = new Map<string, Prepared>()
  return (sql, answers) => {
    const known = made.get(sql)
    if (known !== undefined) return known
    // The schema comes last: its name may hold what looks like a value.
    const { text: bare, names } = numbered(answers ? asTexts(sql) : sql)
    const text = inSchema(bare, schema)
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 24)
    const statement = { text, names, name: `colloquy_${digest}` }
    made.set(sql, statement)
    return statement
  }
}

const schemas = new Map<string, Statements>()

/** The texts for a schema, made once in a process. */
export const statementsIn = (schema: string): Statements => {
  const known = schemas.get(schema)
  if (known !== undefined) return known
  const made = madeFor(schema)
  schemas.set(schema, made)
  return made
}
