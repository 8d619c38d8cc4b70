import { onlyValue, type Transaction } from '../../../src/hosts/Transaction.ts'

/** The one value of a statement's answer. */
export const ask = async (
  transaction: Transaction,
  text: string,
  values: ReadonlyArray<unknown> = [],
): Promise<unknown> => onlyValue((await transaction.query(text, values)).rows)

/** What the work failed with. */
export const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('this was to fail')
}

/** How many orders there are whose name begins so. */
export const orders = (transaction: Transaction, beginning: string): Promise<unknown> =>
  ask(transaction, 'select count(*)::text as row from host_order where starts_with(id, $1)', [beginning])
