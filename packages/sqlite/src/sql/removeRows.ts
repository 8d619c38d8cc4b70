/** All rows that have some values; `where` names their columns as `a b c `. */
export const removeRows = (table: string, where: string): string =>
  `delete from ${table} where ${where
    .trimEnd()
    .split(' ')
    .map((name) => `${name} is ?`)
    .join(' and ')}`
