import type { Contact } from './Event.ts'

/** The personal content of a stored event: texts by name, perhaps of an old schema. */
export type Personal = { readonly [field: string]: unknown }

/** Parses personal content; null without any, or once it was erased. */
export const personalIn = (value: unknown): Personal | null => (isPersonal(value) ? value : null)

const isPersonal = (value: unknown): value is Personal => typeof value === 'object' && value !== null

/** A text of personal content by name, such as `body`; null without one. */
export const textIn = (personal: Personal | null, name: string): string | null => {
  const text = personal?.[name]
  return typeof text === 'string' ? text : null
}

/** The contact in personal content. */
export const contactIn = (personal: Personal | null): Contact | null =>
  personal === null
    ? null
    : { name: textIn(personal, 'name'), phone: textIn(personal, 'phone'), email: textIn(personal, 'email') }
