import type { Account } from '../store/account.ts'
import type { BalanceTransaction } from '../store/kinds.ts'
import { invalidRequest } from '../wire/errors.ts'

export interface BalanceChange {
  readonly customer: string
  /** Minor units; negative is a credit for the customer. */
  readonly amount: number
  readonly type: BalanceTransaction['type']
  readonly currency?: string
  readonly description?: string | null
  readonly invoice?: string | null
  readonly creditNote?: string
  readonly metadata?: Record<string, string>
}

const DEFAULT_CURRENCY = 'usd'

/** The balance is the sum of its transactions: this is the only place that changes it. */
export const recordBalanceChange = (account: Account, change: BalanceChange): BalanceTransaction => {
  const customer = account.need('customer', change.customer)
  const currency = change.currency ?? customer.currency ?? DEFAULT_CURRENCY
  if (customer.currency && customer.currency !== currency) {
    throw invalidRequest(
      `The customer's currency is ${customer.currency}; a balance transaction in ${currency} cannot be applied to it.`,
      { param: 'currency' },
    )
  }
  const ending = customer.balance + change.amount
  account.update('customer', { ...customer, balance: ending, currency }, 'customer.updated')
  return account.create('customer_balance_transaction', {
    id: account.ids.next('customer_balance_transaction'),
    object: 'customer_balance_transaction',
    amount: change.amount,
    checkout_session: null,
    created: account.now,
    credit_note: change.creditNote ?? null,
    currency,
    customer: customer.id,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: ending,
    invoice: change.invoice ?? null,
    livemode: false,
    metadata: change.metadata ?? {},
    type: change.type,
  })
}
