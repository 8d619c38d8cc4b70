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

/** `deferred`: to the next batch. `held`: to a batch of its own, because another transaction holds its conversation. */
export type PutOff = 'deferred' | 'held'

/** By `streamKey`, the one actor of the batch for whom the customer's history of a stream was loaded. */
export type HistoryReaders = Map<string, Actor>

/**
 * Which commands of a batch are put off, so that the batch has the same result as its commands one after the other: those
 * whose state an earlier command made stale, and the later commands that could show the changed order. Lives for one
 * call of `settle`.
 */
export class Turns {
  private readonly loaded: Loaded
  private readonly workspace: Workspace
  private readonly historyReaders: HistoryReaders
  private readonly held = new Set<string>()
  /** Streams, ledger entries and whole tenants of which later commands are deferred. */
  private readonly waiting = new Set<string>()
  /** Tenants of which a command was settled or refused. */
  private readonly begun = new Set<TenantId>()
  /** Tenants of which a command was put off. */
  private readonly late = new Set<TenantId>()

  constructor(loaded: Loaded, workspace: Workspace, historyReaders: HistoryReaders) {
    this.loaded = loaded
    this.workspace = workspace
    this.historyReaders = historyReaders
  }

  /** Whether a command is put off, and for what; later commands on the same streams are put off with it. */
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

  /** Whether a command is deferred because the history it now needs was loaded for another actor, or is stale. */
  asks(next: Plan): boolean {
    const { customerHistory, stream } = next.needs
    if (customerHistory === null) return false
    if (!this.hasStaleHistory(next.needs)) {
      this.historyReaders.set(streamKey(stream), customerHistory)
      return false
    }
    this.defer(next, placesOf(next))
    return true
  }

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
      (readsAllMessages(needs) && this.workspace.isTouched(stream)) ||
      isNotAlone ||
      this.hasStaleHistory(needs)
    )
  }

  /** Access by a customer's history depends on other conversations; it was loaded as they were before the batch. */
  private hasStaleHistory({ customerHistory, stream }: Needs): boolean {
    if (customerHistory === null) return false
    const known = this.historyReaders.get(streamKey(stream)) ?? customerHistory
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
    const usesHistory =
      needs.customerHistory !== null ||
      access(command.context.actor, this.workspace.see(needs)) === 'ask-history'
    if (usesHistory || rulesFor(command).alone === true) this.waiting.add(tenant)
  }
}

/** The conversation that the command names, and those it was sent on to. */
const placesOf = (plan: Plan): ReadonlyArray<string> =>
  plan.from === null ? [streamKey(plan.needs.stream)] : [streamKey(plan.needs.stream), ...placesOf(plan.from)]

const entryOf = (tenant: TenantId, { actor, commandId }: NonNullable<Needs['receipt']>): string =>
  `${tenant}\u0000${readerKey(actor)}\u0000${commandId}`

/** Reaches and neighbours are computed from all messages before the batch; an earlier command of it makes them stale. */
const readsAllMessages = (needs: Needs): boolean => needs.reaches.length > 0 || needs.neighbours.length > 0
