/** The storages that `COLLOQUY_STORAGES` names (`memory,sqlite`); all of them where it is not set. */
export const isChosen = (storage: string): boolean => {
  const told = process.env['COLLOQUY_STORAGES'] ?? ''
  if (told === '') return true
  const names = told.split(',')
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new TypeError(`COLLOQUY_STORAGES: ${unknown.join()} is none of ${known.join()}`)
  return names.includes(storage.toLowerCase())
}

const known = ['memory', 'sqlite', 'postgres']
