import { onceFor, type Row, type Transaction } from './Transaction.ts'

/** The `tx` of `prisma.$transaction(async (tx) => …)`. */
export type PrismaTransaction = {
  $queryRawUnsafe(text: string, ...values: ReadonlyArray<unknown>): PromiseLike<ReadonlyArray<Row>>
}

/**
 * Lets conversations take part in a transaction of Prisma: `chat.within(fromPrisma(tx))`.
 *
 * What Prisma calls unsafe is a text made of values; here values are bound.
 */
export const fromPrisma: (tx: PrismaTransaction) => Transaction = onceFor((tx) => ({
  query: async (text, values) => ({ rows: await tx.$queryRawUnsafe(text, ...values) }),
}))
