/** The door to what checks input: the same for commands, queries, actors and imports. */
export * from './app/decoders.ts'
export * from './kernel/decoding/Decoder.ts'
export type { JsonSchema } from './kernel/decoding/JsonSchema.ts'
export * from './kernel/decoding/Limits.ts'
export * from './kernel/decoding/plain.ts'
export { body, id, name, subject, token } from './kernel/decoding/texts.ts'
export type { AttributesInput, When } from './kernel/decoding/values.ts'
export { attributes } from './kernel/decoding/values.ts'
