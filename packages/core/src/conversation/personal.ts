import type { Contact } from './Event.ts'

/** What a person wrote, as it stands beside an event: texts by name, that may have been stored long ago. */
export type Personal = { readonly [field: string]: unknown }

/** The personal content of an event, from its JSON once that is parsed; null where there is none, or it was erased. */
export const personalIn = (value: unknown): Personal | null => (isPersonal(value) ? value : null)

const isPersonal = (value: unknown): value is Personal => typeof value === 'object' && value !== null

/** One text of personal content: `body`, `subject`, `name`, `hash` and the like; null where it has none. */
export const textIn = (personal: Personal | null, name: string): string | null => {
  const text = personal?.[name]
  return typeof text === 'string' ? text : null
}

/** A name and numbers. */
export const contactIn = (personal: Personal | null): Contact | null =>
  personal === null
    ? null
    : { name: textIn(personal, 'name'), phone: textIn(personal, 'phone'), email: textIn(personal, 'email') }
