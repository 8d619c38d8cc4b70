import { insertEvents } from './insertEvents.ts'
import { positionsOf } from './positionOf.ts'

/**
 * What comes last in a transaction of our own, with the commit: taking the tenant's next positions, which holds up
 * everybody else of the tenant until then.
 */
export const lastly = { events: insertEvents, positions: positionsOf } as const

export type Last = keyof typeof lastly
export const last = Object.keys(lastly) as ReadonlyArray<Last>
