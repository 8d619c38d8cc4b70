import { access } from '../conversation/access.ts'
import { readerKey } from '../conversation/Actor.ts'
import type { Actor } from '../conversation/Actor.ts'
import { rulesFor } from '../conversation/commands.ts'
import type { TenantId } from '../conversation/Ids.ts'
import { streamKey } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Loaded } from '../ports/Storage.ts'
import type { Plan } from './judge.ts'
import type { Workspace } from './Workspace.ts'

/**
 * `deferred`: for the next batch. `held`: apart from others, since somebody else's transaction holds what it is about.
 */
export type PutOff = 'deferred' | 'held'

/** Whose look at a customer's history was loaded for a stream: one actor's in a batch, by `streamKey`. */
export type Historians = Map<string, Actor>

/**
 * Which commands of a batch wait for the next, so that all comes to the same as one after the other: those whose state
 * was worked out before an earlier command changed it, and whatever comes after them and could tell. Lives for one call
 * of `settle`.
 */
export class Turns {
  private readonly loaded: Loaded
  private readonly workspace: Workspace
  private readonly historians: Historians
  private readonly held = new Set<string>()
  /** Streams, entries of the ledger and whole tenants of which something waits. */
  private readonly waiting = new Set<string>()
  /** Tenants of which a command came before, and those of which one was put off. */
  private readonly begun = new Set<TenantId>()
  private readonly late = new Set<TenantId>()

  constructor(loaded: Loaded, workspace: Workspace, historians: Historians) {
    this.loaded = loaded
    this.workspace = workspace
    this.historians = historians
  }

  /** Whether a command has to wait, as far as it came on its way; then so does what comes later where it has been. */
  putsOff(plan: Plan): PutOff | null {
    const places = placesOf(plan)
    if (places.some((place) => this.held.has(place)) || this.loaded.held(plan.needs.stream)) {
      for (const place of places) this.held.add(place)
      this.late.add(plan.needs.stream.tenant)
      return 'held'
    }
    if (!this.waits(plan, places)) return null
    this.defer(plan, places)
    return 'deferred'
  }

  /** What a command asks to see may be another's already: answers whether it has to wait for its turn. */
  asks(next: Plan): boolean {
    const { customerHistory, stream } = next.needs
    if (customerHistory === null) return false
    if (!this.looksBackInVain(next.needs)) {
      this.historians.set(streamKey(stream), customerHistory)
      return false
    }
    this.defer(next, placesOf(next))
    return true
  }

  /** A command was settled, or refused. */
  done({ command, needs }: Plan): void {
    const { tenant } = needs.stream
    this.begun.add(tenant)
    if (rulesFor(command).alone === true) this.waiting.add(tenant)
  }

  private waits({ command, needs }: Plan, places: ReadonlyArray<string>): boolean {
    const { stream, receipt } = needs
    const { tenant } = stream
    const isNotAlone = rulesFor(command).alone === true && (this.begun.has(tenant) || this.late.has(tenant))
    return (
      this.waiting.has(tenant) ||
      places.some((place) => this.waiting.has(place)) ||
      (receipt !== null && this.waiting.has(entryOf(tenant, receipt))) ||
      (looksAround(needs) && this.workspace.isTouched(stream)) ||
      isNotAlone ||
      this.looksBackInVain(needs)
    )
  }

  /** What somebody reads of a customer's history is decided by other conversations, as they were before the batch. */
  private looksBackInVain({ customerHistory, stream }: Needs): boolean {
    if (customerHistory === null) return false
    const known = this.historians.get(streamKey(stream)) ?? customerHistory
    return (
      known !== customerHistory ||
      this.late.has(stream.tenant) ||
      this.workspace.isTenantTouched(stream.tenant)
    )
  }

  private defer(plan: Plan, places: ReadonlyArray<string>): void {
    const { command, needs } = plan
    const { tenant } = needs.stream
    for (const place of places) this.waiting.add(place)
    if (needs.receipt !== null) this.waiting.add(entryOf(tenant, needs.receipt))
    this.late.add(tenant)
    const looksBack =
      needs.customerHistory !== null ||
      access(command.context.actor, this.workspace.see(needs)) === 'ask-history'
    if (looksBack || rulesFor(command).alone === true) this.waiting.add(tenant)
  }
}

/** The conversation it was given for, and those it was sent on to. */
const placesOf = (plan: Plan): ReadonlyArray<string> =>
  plan.from === null ? [streamKey(plan.needs.stream)] : [streamKey(plan.needs.stream), ...placesOf(plan.from)]

const entryOf = (tenant: TenantId, { actor, commandId }: NonNullable<Needs['receipt']>): string =>
  `${tenant}\u0000${readerKey(actor)}\u0000${commandId}`

/** These were worked out from all messages before the batch began, so an earlier command of it makes them stale. */
const looksAround = (needs: Needs): boolean => needs.reaches.length > 0 || needs.neighbours.length > 0
