import { createHash } from 'node:crypto'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Whether the server keeps a name unchanged: it truncates longer ones, and two names that differ only at the end would
 * become one.
 */
export const isKept = (name: string): boolean =>
  name !== '' && !name.includes('\u0000') && !/\p{Surrogate}/u.test(name) && Buffer.byteLength(name) <= 63

/** Qualifies the tables and functions of a statement with the schema. */
export const inSchema = (sql: string, schema: string): string =>
  sql.replace(/(?<![\w."'])colloquy_\w+/gu, (name) => `${schema}.${name}`)

/** The result of a statement, with the select list `all` over its rows `q`. */
export const gathered = (sql: string, all: string): string => {
  if (!changing.test(sql)) return `select ${all} from (${sql}) q`
  // A data-modifying CTE is only allowed at the top level, so its result becomes a CTE beside it.
  const at = sql.lastIndexOf('select json_build_array(')
  return `${sql.slice(0, at).trimEnd()}, q as (${sql.slice(at)}) select ${all} from q`
}

const changing = /^with\s+\w+\s+as\s+\(\s*(?:insert|update|delete)\b/u

export const rowsAsJson = `coalesce(json_agg(q.row), '[]')`

/**
 * Each row as one JSON text, so that no driver or query builder converts types or names. All rows in one text would
 * take a fifth longer, because the server copies it repeatedly.
 */
const asTexts = (sql: string): string => gathered(sql, 'q.row::text as row')

export type Prepared = {
  readonly text: string
  readonly names: ReadonlyArray<string>
  readonly name: string
}

/** Replaces `@name` by `$n`, the same number for the same name. */
const numbered = (sql: string): { readonly text: string; readonly names: ReadonlyArray<string> } => {
  const names: Array<string> = []
  const text = sql.replace(/@([a-zA-Z]\w*)/gu, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, names }
}

/** Prepares the text of a statement. */
export type Statements = (sql: string, answers: boolean) => Prepared

const madeFor = (schema: string): Statements => {
  const made = new Map<string, Prepared>()
  return (sql, answers) => {
    const known = made.get(sql)
    if (known !== undefined) return known
    // The schema is inserted last, because its name may contain what looks like a parameter.
    const { text: bare, names } = numbered(answers ? asTexts(sql) : sql)
    const text = inSchema(bare, schema)
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 24)
    const statement = { text, names, name: `colloquy_${digest}` }
    made.set(sql, statement)
    return statement
  }
}

const schemas = new Map<string, Statements>()

/** The prepared texts for a schema, cached in the process. */
export const statementsIn = (schema: string): Statements => {
  const known = schemas.get(schema)
  if (known !== undefined) return known
  const made = madeFor(schema)
  schemas.set(schema, made)
  return made
}
