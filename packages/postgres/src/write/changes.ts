import {
  type Change,
  coalesce,
  type RowChange,
  type RowTable,
  streamKey,
  type Table,
  type TermRow,
} from '@colloquy/core/storage'
import { patchRows, removeRows } from '../sql/rows.ts'
import { removeTerms, removeTermsOf } from '../sql/terms.ts'
import { erase } from './erase.ts'
import { listOf, patchJson, rowJson } from './rowJson.ts'
import { partStep, type Step } from './Step.ts'
import { lexemesOf } from './terms.ts'

/** The steps that apply changes of the read model in order, with one statement for all changes of the same shape. */
export const changeSteps = (changes: ReadonlyArray<Change>): ReadonlyArray<Step> => {
  const steps: Array<Step> = []
  let waiting: Array<RowChange> = []
  for (const change of coalesce(changes)) {
    if (change._tag !== 'erase') waiting.push(change)
    else {
      steps.push(...inWaves(waiting), ...erase(change))
      waiting = []
    }
  }
  return [...steps, ...inWaves(waiting)]
}

/**
 * Changes of one conversation and table stay in order; changes of others can be merged. So all changes of the same
 * shape at the heads of the queues go into one step, until the queues are empty.
 */
const inWaves = (changes: ReadonlyArray<RowChange>): ReadonlyArray<Step> => {
  const tables = new Map<Table, Map<string, Array<RowChange>>>()
  for (const change of changes) {
    const queues = tables.get(change.table) ?? new Map<string, Array<RowChange>>()
    tables.set(change.table, queues)
    const { tenant, conversation } = keyOf(change)
    const key = streamKey({ tenant, conversation })
    const queue = queues.get(key)
    if (queue === undefined) queues.set(key, [change])
    else queue.push(change)
  }
  return [...tables.values()].flatMap((queues) => waves([...queues.values()]))
}

const keyOf = (change: RowChange): { readonly tenant: never; readonly conversation: never } =>
  Object(change._tag === 'put' ? change.row : change.where)

const waves = (queues: ReadonlyArray<ReadonlyArray<RowChange>>): ReadonlyArray<Step> => {
  const steps: Array<Step> = []
  const heads = queues.map(() => 0)
  for (;;) {
    let shape: string | null = null
    const alike: Array<RowChange> = []
    queues.forEach((queue, i) => {
      for (;;) {
        const change = queue[heads[i] ?? 0]
        if (change === undefined) return
        const own = shapeOf(change)
        shape ??= own
        if (own !== shape) return
        alike.push(change)
        heads[i] = (heads[i] ?? 0) + 1
      }
    })
    const step = stepFor(alike)
    if (step === null) return steps
    steps.push(step)
  }
}

/** The shape of a change: changes of equal shape share a statement. */
const shapeOf = (change: RowChange): string => {
  switch (change._tag) {
    case 'put':
      return 'put'
    case 'patch':
      return `patch ${Object.keys(change.set).join()} where ${namesIn(change.where)}`
    case 'remove':
      return `remove where ${namesIn(change.where)}`
  }
}

type Values = { readonly [field: string]: unknown }

const namesIn = (where: Values): string => {
  let names = ''
  for (const field in where) names += where[field] === null ? `${field} null,` : `${field},`
  return names
}

/** One step for changes of equal shape. */
const stepFor = (alike: ReadonlyArray<RowChange>): Step | null => {
  const [first] = alike
  if (first === undefined) return null
  const { table } = first
  if (table === 'term') return termStep(first, alike)
  const rows = listOf(alike.map((change) => jsonOf(table, change)))
  switch (first._tag) {
    case 'put':
      return partStep(table, rows, table)
    case 'patch':
      return { sql: patchRows(table, first.set, first.where), rows, table, part: null }
    case 'remove':
      return { sql: removeRows(table, first.where), rows, table, part: null }
  }
}

const jsonOf = (table: RowTable, change: RowChange): string => {
  switch (change._tag) {
    case 'put':
      return rowJson(table, change.row)
    case 'patch':
      return patchJson(table, change.set, change.where)
    case 'remove':
      return patchJson(table, {}, change.where)
  }
}

const termStep = (first: RowChange, alike: ReadonlyArray<RowChange>): Step => {
  switch (first._tag) {
    case 'put': {
      const rows = alike.map((change) => (change._tag === 'put' ? termOf(change.row) : {}))
      return partStep('term', JSON.stringify(rows), 'term')
    }
    case 'remove': {
      const single = 'version' in first.where
      const rows = alike.map((change) => (change._tag === 'remove' ? change.where : {}))
      return {
        sql: single ? removeTerms : removeTermsOf,
        rows: JSON.stringify(rows),
        table: 'term',
        part: null,
      }
    }
    case 'patch':
      throw new Error('search terms are put or removed, never patched')
  }
}

/** The row of a put whose table is `term`. */
const termOf = (values: Values): object => {
  const row = values as TermRow
  return { conversation: row.conversation, version: row.version, terms: lexemesOf(row) }
}
