/** The entry point of the decoders that commands, queries, actors and imports share. */
export * from './app/decoders.ts'
export type { DecodedBy, DecodedFields, Decoder, InputOf, Place } from './kernel/decoding/Decoder.ts'
export {
  boolean,
  decodeGiven,
  list,
  map,
  maybe,
  object,
  oneOf,
  optional,
  orElse,
  orNull,
  own,
  partial,
  textOr,
} from './kernel/decoding/Decoder.ts'
export type { JsonSchema } from './kernel/decoding/JsonSchema.ts'
export * from './kernel/decoding/Limits.ts'
export type { Plain, PlainObject } from './kernel/decoding/plain.ts'
export { isPlainObject, plain } from './kernel/decoding/plain.ts'
export { body, id, name, subject, token } from './kernel/decoding/texts.ts'
export type { AttributesInput, When } from './kernel/decoding/values.ts'
export { attributes } from './kernel/decoding/values.ts'
