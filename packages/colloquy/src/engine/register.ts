/** Version of the values in the registers: copies of the library with another version have registers of their own. */
const form = 1

/** A process-wide register of objects made by this library, shared by all copies of it that are loaded. */
export const register = <A>(name: string): WeakMap<object, A> => {
  const key = Symbol.for(`colloquy/${name}/${form}`)
  const found: unknown = Reflect.get(globalThis, key)
  // Only this function writes under the symbol, and `form` changes when what is held does.
  if (found instanceof WeakMap) return found as WeakMap<object, A>
  const made = new WeakMap<object, A>()
  Object.defineProperty(globalThis, key, { value: made })
  return made
}
