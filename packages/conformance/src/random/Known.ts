import type { Command } from '@colloquy/core/engine'
import { tenants } from './cast.ts'

/** The ids named so far, whether or not their commands were accepted. */
export type Known = {
  readonly conversations: Array<Place>
  readonly commands: Array<Command>
  now: number
  /** The number of commands so far; new ids contain it. */
  at: number
}

/** What a random command needs to know of a conversation. */
export type Place = {
  readonly tenant: string
  readonly id: string
  readonly customer: string | null
  readonly messages: Array<string>
}

export const nowhere: Place = { tenant: tenants[0], id: 'nowhere', customer: null, messages: [] }
