import type { Account } from '../store/account.ts'
import type { TestClock } from '../store/kinds.ts'
import { deleteCustomer } from './delete-customer.ts'

/** A test clock takes its customers and their subscriptions with it; it does so by itself after thirty days. */
export const deleteClock = (account: Account, clock: TestClock): void => {
  account.clock.inTestTime(clock.frozen_time, () => {
    for (const customer of account.all('customer').list([{ index: 'clock', value: clock.id }]))
      deleteCustomer(account, customer)
  })
  account.remove('test_helpers.test_clock', clock, 'test_helpers.test_clock.deleted')
}
