import type { NewBalanceCredit } from '../../ports/payment-writes.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { nameCustomer } from './name-customer.ts'

/** One customer balance transaction for a request, found again by the request that its metadata names. */
export const writeEntry = <P, F>(
  name: string,
  entryOf: (input: ActionInput<P, F>) => NewBalanceCredit,
): Step<ActionInput<P, F>> => ({
  name,
  movesMoney: true,
  perform: async ({ kernel, input }, key) => {
    const entry = await kernel.stripe.createBalanceCredit(entryOf(input), key)
    return { balanceTransaction: entry.stripeId, endingBalance: entry.endingBalance }
  },
  find: async ({ kernel, input: { subject, requestId, requestedAt } }) => {
    const since = requestedAt
    const [entry] = await kernel.stripe.findBalanceEntriesByRequest(nameCustomer(subject), { requestId, since })
    if (!entry) return { is: 'absent' }
    return { is: 'found', result: { balanceTransaction: entry.stripeId, endingBalance: entry.endingBalance } }
  },
})
