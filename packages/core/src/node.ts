// Every package imports this first, so that it runs before code that needs a newer Node.js: under an older one a native
// driver ends with a segmentation fault, without an explanation.

/** The oldest Node.js that runs the library. Packages name it in `engines`. */
export const oldestNode = '22.12'

const numbers = (version: string): readonly [number, number] => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return [major, minor]
}

/** Undefined in a browser. */
const running: string | undefined = globalThis.process?.versions?.node

if (running !== undefined) {
  const [major, minor] = numbers(running)
  const [neededMajor, neededMinor] = numbers(oldestNode)
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    const error = new Error(`Colloquy needs Node.js ${oldestNode} or later; this is ${running}.`)
    // The stack would only show this import; the operator needs the message alone.
    error.stack = `${error.name}: ${error.message}`
    throw error
  }
}
