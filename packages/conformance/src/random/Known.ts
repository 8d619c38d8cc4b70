import type { Command } from '@colloquy/core/engine'
import { tenants } from './cast.ts'

/** What has been named so far, whether or not it came to be. */
export type Known = {
  readonly conversations: Array<Place>
  readonly commands: Array<Command>
  now: number
  /** How many commands there were: new ids are made of it. */
  at: number
}

/** A conversation, as far as a command has to know it. */
export type Place = {
  readonly tenant: string
  readonly id: string
  readonly customer: string | null
  readonly messages: Array<string>
}

export const nowhere: Place = { tenant: tenants[0], id: 'nowhere', customer: null, messages: [] }
