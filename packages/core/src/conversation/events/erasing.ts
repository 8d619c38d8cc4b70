import { erased, object } from '../codecs.ts'
import { quietEvent } from './definition.ts'

/** What was erased: nothing that `evolve` sees. */
export const erasing = { 'content-erased': quietEvent(object({ of: erased })) }
