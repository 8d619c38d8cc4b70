/** The fields in which two rows differ; null where they are equal. */
export const differing = <Row extends object>(before: Row, after: Row): Partial<Row> | null => {
  const changed: Partial<Row> = {}
  let any = false
  for (const key in after) {
    if (before[key] === after[key]) continue
    changed[key] = after[key]
    any = true
  }
  return any ? changed : null
}
