/** The form of what the registers hold: copies of the library that hold it otherwise do not share them. */
const form = 1

/** A register of objects made by this library, the same one for every copy of it that the process loads. */
export const register = <A>(name: string): WeakMap<object, A> => {
  const key = Symbol.for(`colloquy/${name}/${form}`)
  const found: unknown = Reflect.get(globalThis, key)
  // Only this function writes under the symbol, and `form` changes when what is held does.
  if (found instanceof WeakMap) return found as WeakMap<object, A>
  const made = new WeakMap<object, A>()
  Object.defineProperty(globalThis, key, { value: made })
  return made
}
