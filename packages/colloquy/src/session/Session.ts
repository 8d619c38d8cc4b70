import type { CustomerShown, Kind, StaffShown } from '@colloquy/core'
import type { Storage } from '@colloquy/core/storage'
import type { Faced } from '../engine/face.ts'
import type { Watch } from '../following/watching/Frame.ts'
import type { CustomerCalls, StaffCalls } from './Calls.ts'
import type { SessionActor } from './actor.ts'

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
export type InnerSession = Faced<StaffCalls, 'promise'> & { readonly try: Faced<StaffCalls, 'try'> }
export type InnerCustomerSession = Faced<CustomerCalls, 'promise'> & {
  readonly try: Faced<CustomerCalls, 'try'>
}

/** The same inside the transaction of a synchronous driver: plain values, which throw a `ConversationError`. */
export type ImmediateSession = Faced<StaffCalls, 'value'> & { readonly try: Faced<StaffCalls, 'tryAtOnce'> }
export type ImmediateCustomerSession = Faced<CustomerCalls, 'value'> & {
  readonly try: Faced<CustomerCalls, 'tryAtOnce'>
}

/** Sessions by actor: a customer's is a `CustomerSession`. */
export type As<Staff, Customer> = {
  /** A customer's session. */
  (actor: SessionActor<'customer'>): Customer
  /** A session of staff, a bot or the system. */
  (actor: SessionActor<Exclude<Kind, 'customer'>>): Staff
  /** Of whoever it is: what staff may do is there once it is known that no customer acts. */
  (actor: SessionActor): Staff | Customer
}

export type Mode = Storage['capabilities']['transaction']
export type ModeOf<S extends Storage> = S['capabilities']['transaction']
/** What a storage's host transactions are held on: a driver's handle or client. */
export type HandleOf<S extends Storage> = S['within'] extends (handle: infer H) => unknown ? H : never

/**
 * Sessions inside the host's own transaction: host rows and conversation commit together or not at all. Where the
 * storage has no host transactions there are none.
 */
export type Within<M extends Mode> = WithinBy<
  M,
  As<ImmediateSession, ImmediateCustomerSession>,
  As<InnerSession, InnerCustomerSession>
>

/** The same for sessions of another face: those of a synchronous driver, and those of an asynchronous one. */
export type WithinBy<M extends Mode, Immediate, Later> = M extends null
  ? never
  : { readonly as: M extends 'sync' ? Immediate : Later }
