/** The reference storage: everything in this process. */
export { memory } from './memory.ts'
export type { MemoryOptions } from './memory.ts'
