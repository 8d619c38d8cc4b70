import type { Either } from 'fp-ts/lib/Either.js'
import type { CommandOf, CommandTag } from '../Command.ts'
import type { ConversationId, MessageId, RecordRef } from '../Ids.ts'
import type { Needs } from '../Needs.ts'
import type { Rejection } from '../Rejection.ts'
import type { Header, State } from '../State.ts'
import type { Decision, Here, Permission, Undecided } from './Decision.ts'

/** The rules of one decoded command. */
export type Rules<C> = About<C> &
  (({ readonly begins: true } & By<C, State>) | ({ readonly begins?: never } & By<C, Here>))

/**
 * The rules of commands by tag; a missing command, or one that does not list the records and message it names, does not
 * compile.
 */
export type RulesOf<Tags extends CommandTag> = {
  readonly [Tag in Tags]: Rules<CommandOf<Tag>> & Naming<CommandOf<Tag>>
}

/** With `begins` a command needs no conversation; any other requires an existing one. */
export type By<C, S> = {
  /** Whether the actor may give such a command at all; its content is not read. `can` asks it, too. */
  readonly may: (command: C, state: S) => Permission
  /** The decision, once `may` has allowed it. */
  readonly decide: (command: C, state: S) => Decision
  /** Idempotency by the content's own id: where `isKnown`, this replaces `may` and `decide`. */
  readonly again?: {
    readonly isKnown: (command: C, state: State) => boolean
    readonly decide: (command: C, state: S) => Decision
  }
  /** The conversation on which `can` is decided, for a command that is sent on to a continuation. */
  readonly sentOn?: (command: C, state: S) => Either<Undecided, void>
}

type About<C> = {
  /**
   * What the decision reads beside the header, the actor's own seat and the links to the records granted to the actor;
   * any other lookup throws. Its size must not depend on the conversation's length.
   */
  readonly needs: (command: C) => Partial<Needs>
  /** Given by the operator: needs no access, and works on a removed conversation. */
  readonly withoutAccess?: true
  /**
   * Reads everything of one person when its batch is written, so it must be the only command of its tenant in the
   * batch.
   */
  readonly alone?: true
  /** The refusal for an actor without access; default `NotFound`. */
  readonly absent?: (command: C, state: State) => Rejection
  readonly elsewhere?: Elsewhere<C>
  readonly names?: (command: C) => ReadonlyArray<RecordRef>
  readonly message?: (command: C) => MessageId | null
}

/** For a command that can be sent on to another conversation than the one it names. */
type Elsewhere<C> = {
  /** The same command for the other conversation. */
  readonly moved: (command: C, to: ConversationId) => C
  /** Whether the command comes back where the other conversation was removed. */
  readonly comesBack: boolean
  /** The refusal for an actor without access to the other conversation. */
  readonly absent: Rejection
  /**
   * Whether a receipt without a hash (erased) may belong to this command. Default: both name the same message of the
   * same conversation.
   */
  readonly mayBe: (command: C, earlier: Earlier, header: Header | null) => boolean
}

export type Earlier = { readonly messageId: MessageId | null; readonly isHere: boolean }

/** What the rules must give, by the command's fields: the records it names, and the message its receipt names. */
type Naming<C> = ([RecordField<C>] extends [never] ? unknown : Required<Pick<About<C>, 'names'>>) &
  (C extends { readonly messageId: MessageId } | { readonly message: unknown }
    ? Required<Pick<About<C>, 'message'>>
    : unknown)

type RecordField<C> = {
  readonly [Field in keyof C]: C[Field] extends RecordRef | null | ReadonlyArray<RecordRef> ? Field : never
}[keyof C]
