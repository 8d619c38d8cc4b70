import { type ColumnType, rowReader } from '@colloquy/core/storage'

const noList = '[]'
const noMap = '{}'

/** A value as SQLite takes it: a boolean as 0 or 1, JSON as text. */
export const toColumn = (type: ColumnType, value: unknown): unknown => {
  if (type === 'boolean') return value === true ? 1 : 0
  if (type !== 'json') return value
  if (Array.isArray(value) && value.length === 0) return noList
  return JSON.stringify(value)
}

const fromColumn = (type: ColumnType, value: unknown): unknown => {
  if (type === 'boolean') return value === 1
  if (type !== 'json') return value
  if (value === noList) return []
  if (value === noMap) return {}
  return JSON.parse(String(value))
}

export const { rowAt, briefAt } = rowReader(fromColumn)
