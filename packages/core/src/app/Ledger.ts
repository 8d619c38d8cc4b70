import type { Who } from '../conversation/Actor.ts'
import { readerKey } from '../conversation/Actor.ts'
import type { Context } from '../conversation/Command.ts'
import { whoIs } from '../conversation/Actor.ts'
import type { CommandId, TenantId } from '../conversation/Ids.ts'
import type { Loaded, Receipt } from '../ports/Storage.ts'

/** The receipts visible to a batch: those stored, and those of its earlier commands. Lives for one call of `settle`. */
export class Ledger {
  private readonly loaded: Loaded
  private readonly added = new Map<string, Receipt>()

  constructor(loaded: Loaded) {
    this.loaded = loaded
  }

  find({ ledger, actor, commandId }: Context): Receipt | null {
    if (!ledger) return null
    const who = whoIs(actor)
    return (
      this.added.get(key(actor.tenant, who, commandId)) ?? this.loaded.receipt(actor.tenant, who, commandId)
    )
  }

  add(receipt: Receipt): void {
    this.added.set(key(receipt.tenant, receipt.actor, receipt.commandId), receipt)
  }
}

const key = (tenant: TenantId, who: Who, commandId: CommandId): string =>
  `${tenant}\u0000${readerKey(who)}\u0000${commandId}`
