import type { Actor, ActorId, CommandId, ConversationId, Time, Who } from '@colloquy/core/storage'
import type { Command, CommandOf, CommandTag, Context, Rejection } from '@colloquy/core/engine'
import type { Kind, RecordRef } from '@colloquy/core'
import type { Decoder, Plain, PlainObject } from '@colloquy/core/decoding'
import { isPlainObject, map } from '@colloquy/core/decoding'
import type { ReasonFor } from '../Calls.ts'
import type { Named } from './who.ts'

/** What turning decoded input into a command may use beside the input. */
export type Environment = {
  readonly context: Context
  readonly newId: () => string
  readonly newMessageId: () => string
  /** The kind of a person named; of one named by id alone, as far as anybody knows. */
  readonly kindOf: (named: Named) => Kind
  readonly whoIs: (named: Named) => Who
  readonly readToken: ReadToken
}

/** The version of this reader's stream in a token that a query gave out; null for anything else. */
export type ReadToken = (conversationId: ConversationId, reader: Who, token: string) => number | null

/** Fields that the pipeline itself reads, in every command. */
export type Common = { readonly commandId: CommandId | null; readonly at: Time | null }

export type Unknown = { readonly conversationId: ConversationId; readonly named: Named }

/** What a command of the core has beside its tag and its context. */
type Fields<Tag extends CommandTag> = Omit<CommandOf<Tag>, '_tag' | 'context'>

/** One command of the public surface, once its input is decoded: whom to ask about, and what it means. */
export type Definition<D extends Common, Tag extends CommandTag> = {
  /** Its `messageId` names a message that is there, as a receipt does; elsewhere that is the id of a new one. */
  readonly onMessage?: true
  /** Whom the directory should be asked about. */
  readonly people?: (given: D) => ReadonlyArray<ActorId>
  /** Which records the host should be asked about. */
  readonly records?: (given: D) => ReadonlyArray<RecordRef>
  /** A person named by id alone, and the conversation that may know them. */
  readonly unknown?: (given: D) => Unknown | null
  /** What this actor may not give, or what is wrong with a token. */
  readonly refuse?: (given: D, env: Environment) => Rejection | null
  /** The command's fields; left out where they are just those of the decoded input. */
  readonly command?: (given: D, env: Environment) => Fields<Tag>
} & (IsSame<Omit<D, keyof Common>, Fields<Tag>> extends true ? unknown : { readonly command: unknown })

type IsSame<Given, Wanted> = Given extends Wanted ? (keyof Given extends keyof Wanted ? true : false) : false

/** The fields that must be given, beside the conversation. */
type Needed<I> = {
  readonly [K in keyof I as K extends 'conversationId' ? never : {} extends Pick<I, K> ? never : K]: I[K]
}
type SampleOf<I> = Needed<I> | ((actor: Actor) => Needed<I>)
/**
 * What stands in for the fields that a question about a command (`can`) left out, so that it can be asked at all. Only
 * who may do such a thing is answered then, never whether this content would pass.
 */
type Sampled<I> = {} extends Needed<I> ? {} : { readonly sample: SampleOf<I> }

/** Decoded input with its definition: the type of what was decoded stays inside. */
export type DecodedCommand = {
  readonly common: Common
  /** All that was given, but for the command's id. */
  readonly hashed: unknown
  readonly people: ReadonlyArray<ActorId>
  readonly records: ReadonlyArray<RecordRef>
  readonly unknown: Unknown | null
  readonly refuse: (env: Environment) => Rejection | null
  readonly command: (env: Environment) => Command
}

/** A command that takes exactly `I` and is refused for `R`: for the compiler, one more or one less is another type. */
export type Defined<I, R> = Decoder<DecodedCommand> & {
  readonly sample: (actor: Actor) => PlainObject
  readonly told?: (input: Exactly<I>) => Exactly<I>
  readonly refused?: (reason: R) => R
}

type Exactly<T> = T extends string | number | boolean | null | Date
  ? T
  : T extends ReadonlyArray<infer Item>
    ? ReadonlyArray<Exactly<Item>>
    : string extends keyof T
      ? T
      : {
          [K in keyof T]-?: {} extends Pick<T, K>
            ? { optional: Exactly<Exclude<T[K], undefined>> }
            : Exactly<T[K]>
        }

const none: ReadonlyArray<never> = []

/** Defines the command that sessions call `name`: it comes to the core's command `_tag`. */
export const define = <Tag extends CommandTag, D extends Common, I>(
  name: string,
  _tag: Tag,
  { schema, decode }: Decoder<D, I>,
  definition: Definition<NoInfer<D>, Tag> & Sampled<I>,
): Defined<I, ReasonFor<Tag, I>> => {
  // Fields of an input are data.
  const { sample = {} } = definition as { readonly sample?: PlainObject | ((actor: Actor) => PlainObject) }
  const fieldsOf = definition.command ?? (({ commandId: _id, at: _at, ...fields }: D) => fields)
  const decoder = map(
    { schema, decode: (value, place) => decode(withoutReceipt(value, definition.onMessage ?? false), place) },
    (given: D): DecodedCommand => ({
      common: given,
      hashed: [name, { ...given, commandId: null }],
      people: definition.people?.(given) ?? none,
      records: definition.records?.(given) ?? none,
      unknown: definition.unknown?.(given) ?? null,
      refuse: (env) => definition.refuse?.(given, env) ?? null,
      // `Definition` asks for `command` unless the decoded fields are those of the tag.
      command: (env) =>
        ({ ...fieldsOf(given, env), context: env.context, _tag }) as unknown as CommandOf<Tag>,
    }),
  )
  return { ...decoder, sample: typeof sample === 'function' ? sample : () => sample }
}

/**
 * A receipt may be passed on whole (`desk.close(receipt)`, `desk.post({ ...receipt, body })`): it says where, and what
 * else it says is no input. Its message is one that is there, so it counts only for commands `onMessage`.
 */
const withoutReceipt = (value: Plain | undefined, onMessage: boolean): Plain | undefined => {
  if (!isPlainObject(value) || typeof value['changed'] !== 'boolean' || typeof value['version'] !== 'string')
    return value
  const { changed: _changed, version: _version, position: _position, messageId, ...input } = value
  return onMessage && messageId !== undefined ? { ...input, messageId } : input
}
