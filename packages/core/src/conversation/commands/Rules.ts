import type { Either } from 'fp-ts/lib/Either.js'
import type { CommandOf, CommandTag } from '../Command.ts'
import type { ConversationId, MessageId, RecordRef } from '../Ids.ts'
import type { Needs } from '../Needs.ts'
import type { Rejection } from '../Rejection.ts'
import type { Header, State } from '../State.ts'
import type { Decision, Here, Permission, Undecided } from './Decision.ts'

/** All that there is to know of one command, once it is decoded. */
export type Rules<C> = About<C> &
  (({ readonly begins: true } & By<C, State>) | ({ readonly begins?: never } & By<C, Here>))

/** The rules of commands by their tags: one that is left out, or does not say what it names, does not compile. */
export type RulesOf<Tags extends CommandTag> = {
  readonly [Tag in Tags]: Rules<CommandOf<Tag>> & Naming<CommandOf<Tag>>
}

/** `begins` in the rules: it needs no conversation; the others are on one that is there. */
export type By<C, S> = {
  /** Whether the actor may do such a thing at all, before its content is looked at: what `can` asks, too. */
  readonly may: (command: C, state: S) => Permission
  /** What it comes to, for an actor who may. */
  readonly decide: (command: C, state: S) => Decision
  /** What was done already, under the content's own id, is asked about instead of `may` and `decide`. */
  readonly again?: {
    readonly isKnown: (command: C, state: State) => boolean
    readonly decide: (command: C, state: S) => Decision
  }
  /** Where `can` has to ask, for a command that would be sent on to another conversation. */
  readonly sentOn?: (command: C, state: S) => Either<Undecided, void>
}

type About<C> = {
  /**
   * What deciding looks at beside the header, the actor's own seat and the links to the records granted to them. A
   * lookup of anything else throws. Never more for a long conversation than for a short one.
   */
  readonly needs: (command: C) => Partial<Needs>
  /** The operator's: they need no access, whatever became of the conversation. */
  readonly withoutAccess?: true
  /** It takes all there is of somebody when its batch is written: nothing of the tenant may stand beside it. */
  readonly alone?: true
  /** What somebody without access hears; `NotFound` unless told. */
  readonly absent?: (command: C, state: State) => Rejection
  readonly elsewhere?: Elsewhere<C>
  readonly names?: (command: C) => ReadonlyArray<RecordRef>
  readonly message?: (command: C) => MessageId | null
}

/** For a command that may come to another conversation than the one it was given for. */
type Elsewhere<C> = {
  /** The same command, given there. */
  readonly moved: (command: C, to: ConversationId) => C
  /** Whether it comes back where nothing is left of that conversation. */
  readonly comesBack: boolean
  /** What somebody hears who has no access there. */
  readonly absent: Rejection
  /**
   * Whether it may be the command of a receipt that no longer has the hash of its content. The default is: it names
   * the same message of the same conversation.
   */
  readonly mayBe: (command: C, earlier: Earlier, header: Header | null) => boolean
}

export type Earlier = { readonly messageId: MessageId | null; readonly isHere: boolean }

/** What a command with such fields has to tell: the records that it names, and the message that its receipt names. */
type Naming<C> = ([RecordField<C>] extends [never] ? unknown : Required<Pick<About<C>, 'names'>>) &
  (C extends { readonly messageId: MessageId } | { readonly message: unknown }
    ? Required<Pick<About<C>, 'message'>>
    : unknown)

type RecordField<C> = {
  readonly [Field in keyof C]: C[Field] extends RecordRef | null | ReadonlyArray<RecordRef> ? Field : never
}[keyof C]
