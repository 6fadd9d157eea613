import type { Account } from '../store/account.ts'
import type { Customer } from '../store/kinds.ts'
import { cancelNow } from './end-subscription.ts'

/** Deleting a customer cancels its subscriptions at once and keeps its invoices. */
export const deleteCustomer = (account: Account, customer: Customer): void => {
  for (const subscription of account.all('subscription').list([{ index: 'customer', value: customer.id }])) {
    if (subscription.ended_at === null) cancelNow(account, subscription, 'cancellation_requested')
  }
  account.remove('customer', account.find('customer', customer.id) ?? customer, 'customer.deleted')
}
