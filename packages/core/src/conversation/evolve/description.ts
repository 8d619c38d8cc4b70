import type { description } from '../events/description.ts'
import type { Header } from '../State.ts'
import { type Evolve, changeHeader } from './changes.ts'

/** Subject, type, labels and attributes. */
export const evolveDescription: Evolve<typeof description> = {
  'conversation-renamed': (state, { event: { concerns }, version }) =>
    changeHeader(state, () => ({ subjectVersion: version, concerns })),
  'conversation-labelled': (state, { event }) =>
    changeHeader(state, ({ labels }) => ({ labels: [...labels, event.label] })),
  'conversation-unlabelled': (state, { event }) =>
    changeHeader(state, ({ labels }) => ({ labels: labels.filter((label) => label !== event.label) })),
  // The continuation has the former type and is forgotten, so that later customers' replies fork anew.
  'conversation-type-set': (state, { event: { conversationType: type } }) =>
    changeHeader(state, (header) => (header.type === type ? {} : { type, forkedTo: null })),
  'attributes-set': (state, { event }) =>
    changeHeader(state, (header) => ({ attributes: withAttributes(header, event.attributes) })),
}

/** Null removes an attribute. */
const withAttributes = (header: Header, changes: Header['attributes']): Header['attributes'] =>
  Object.fromEntries(
    Object.entries({ ...header.attributes, ...changes }).filter(([, value]) => value !== null),
  )
