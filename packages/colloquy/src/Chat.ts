import type { CustomerShown, Kind, StaffShown, Storage } from '@colloquy/core'
import type { SessionActor } from './actor.ts'
import type { Watch } from './following/Frame.ts'
import type { On } from './following/listening.ts'
import type { Subscribe } from './following/subscribing.ts'
import type { EraseInput, ErasedResult } from './operating/erasing.ts'
import type { Import } from './operating/importing.ts'
import type { Verified, Verifying } from './operating/verifying.ts'
import type { WaitFor } from './following/waiting.ts'
import type { CustomerCalls, Promised, StaffCalls, Tried, TriedAtOnce } from './Calls.ts'

/** What one actor can do and ask. Rejects with a `ConversationError`; `try` answers results instead. */
export type Session = InnerSession & {
  /** Frames of what happens from now on, as this viewer's screens would show it. */
  readonly watch: Watch<StaffShown>
}
/** A customer's: it has no staff commands, and what it answers has no staff fields. */
export type CustomerSession = InnerCustomerSession & {
  /** Frames of what happens from now on, as this viewer's screens would show it. */
  readonly watch: Watch<CustomerShown>
}

/** The same inside a host's transaction of an asynchronous driver. */
export type InnerSession = Promised<StaffCalls> & { readonly try: Tried<StaffCalls> }
export type InnerCustomerSession = Promised<CustomerCalls> & { readonly try: Tried<CustomerCalls> }

/** The same inside the transaction of a synchronous driver: plain values, which throw a `ConversationError`. */
export type ImmediateSession = StaffCalls & { readonly try: TriedAtOnce<StaffCalls> }
export type ImmediateCustomerSession = CustomerCalls & { readonly try: TriedAtOnce<CustomerCalls> }

/** Sessions by actor: a customer's is a `CustomerSession`. */
export type As<Staff, Customer> = {
  /** A customer's session. */
  (actor: SessionActor<'customer'>): Customer
  /** A session of staff, a bot or the system. */
  (actor: SessionActor<Exclude<Kind, 'customer'>>): Staff
  /** Of whoever it is: what staff may do is there once it is known that no customer acts. */
  (actor: SessionActor): Staff | Customer
}

type Mode = Storage['capabilities']['transaction']
export type ModeOf<S extends Storage> = S['capabilities']['transaction']
/** What a storage's host transactions are held on: a driver's handle or client. */
export type HandleOf<S extends Storage> = S['within'] extends (handle: infer H) => unknown ? H : never

/**
 * Sessions inside the host's own transaction: host rows and conversation commit together or not at all. Where the
 * storage has no host transactions there are none.
 */
export type Within<M extends Mode> = M extends null
  ? never
  : M extends 'sync'
    ? { readonly as: As<ImmediateSession, ImmediateCustomerSession> }
    : { readonly as: As<InnerSession, InnerCustomerSession> }

/** An open Colloquy. */
export type Chat<M extends Mode = Mode, Handle = never> = {
  /** A session, which costs nothing: make one for each request. Every command and query needs an actor. */
  readonly as: As<Session, CustomerSession>
  /** `transaction`: the handle of the host's own, which the host commits or rolls back. */
  readonly within: (transaction: Handle) => Within<M>
  /** Hears of all that happens, after the commit, while this process runs. */
  readonly on: On
  /** Handles all that happens, at least once, across restarts and processes. */
  readonly subscribe: Subscribe
  /** Waits until a subscription has handled what a receipt stands for. */
  readonly waitFor: WaitFor
  /** Compares the read model with what the events say, and makes it so. */
  readonly rebuild: (options?: Verifying) => Promise<Verified>
  /** The same, changing nothing. */
  readonly verify: (options?: Verifying) => Promise<Verified>
  /** Removes what somebody wrote or was called, for good. */
  readonly erase: (what: EraseInput) => Promise<ErasedResult>
  /** Takes in conversations from elsewhere, with their past times; again, it adds what is new. */
  readonly import: Import
  /** Creates or upgrades the tables; answers the schema's version. */
  readonly migrate: () => Promise<number>
  /**
   * Lets go of what is past its time: receipts of commands after 30 days. Call it once a day. Subscriptions then look for
   * what is due by the `clock`, as they otherwise do once a second. Rejects with a `TypeError` for what is no time.
   */
  readonly tick: (now?: Date | number) => Promise<void>
  /**
   * Waits for the commands on their way and for running handlers (30 s at most), then lets go of the storage. Called by
   * a handler of a subscription it answers at once, and closes after that handler.
   */
  readonly close: () => Promise<void>
}
