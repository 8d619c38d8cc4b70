/** The contract that every storage of Colloquy passes. */
import '@colloquy/core/node'
export { storageContract } from './storageContract.ts'
export type { ContractPart } from './storageContract.ts'
export type { Hosted, StorageUnderTest } from './StorageUnderTest.ts'
export { promises } from './promises.ts'
export type { Promised } from './promises.ts'
