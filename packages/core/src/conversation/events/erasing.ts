import { erased, object } from '../codecs.ts'
import { quietEvent } from './definition.ts'

/** Erasures; `evolve` ignores them. */
export const erasing = { 'content-erased': quietEvent(object({ of: erased })) }
