import type { Stripe } from 'stripe'
import { GatewayError } from '../../kernel/errors.ts'
import { ask, expectList } from './stripe-call.ts'

const MOST_ROWS = 2000

/** A list to its end. What wasn't read could be what matters: better no answer than half of one. */
export const listWhole = async <T extends { id: string }>(list: () => Stripe.ApiListPromise<T>): Promise<T[]> => {
  const rows = await ask(() => list().autoPagingToArray({ limit: MOST_ROWS + 1 }))
  if (rows.length > MOST_ROWS) {
    throw new GatewayError('stripe', 'failed', { retryable: false, detail: `more than ${MOST_ROWS} rows` })
  }
  return expectList({ data: rows })
}
