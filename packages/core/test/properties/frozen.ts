const refuse = (): never => {
  throw new Error('a pure function changed what it was given')
}

/** Makes sure that nobody changes a value, in depth. */
export const frozen = <A>(value: A): A => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map || value instanceof Set) {
    for (const one of value.values()) frozen(one)
    for (const name of ['set', 'add', 'delete', 'clear'])
      Object.defineProperty(value, name, { value: refuse })
  }
  for (const one of Object.values(value)) frozen(one)
  return Object.freeze(value)
}

/** Runs something while neither the clock nor chance can be asked. */
export const withoutClock = <A>(run: () => A): A => {
  const { now } = Date
  const { random } = Math
  Date.now = refuse
  Math.random = refuse
  try {
    return run()
  } finally {
    Date.now = now
    Math.random = random
  }
}
