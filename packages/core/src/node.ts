// The first import of every package that stands on the core, so that it runs before what needs a newer Node: a native
// driver built for one ends an older one with a segmentation fault, which tells nobody anything.

/** The oldest Node.js that runs the library. Packages name it in `engines`. */
export const oldestNode = '22.12'

const numbers = (version: string): readonly [number, number] => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return [major, minor]
}

/** In a browser there is none. */
const running: string | undefined = globalThis.process?.versions?.node

if (running !== undefined) {
  const [major, minor] = numbers(running)
  const [neededMajor, neededMinor] = numbers(oldestNode)
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    const error = new Error(`Colloquy needs Node.js ${oldestNode} or later; this is ${running}.`)
    // Where the import stands is in every trace; this one is for somebody who only has to read the sentence.
    error.stack = `${error.name}: ${error.message}`
    throw error
  }
}
