import type { Account } from '../store/account.ts'
import { invalidRequest } from '../wire/errors.ts'
import { canRetryAfter, DEFAULT_DUNNING, type Dunning } from './dunning-rules.ts'

/** One row of the account, so that it is saved, remembered and put back with everything else. */
const ID = 'dunning'

export const dunningOf = (account: Account): Dunning => account.find('dunning', ID) ?? DEFAULT_DUNNING

/** What the dashboard's settings for failed payments do. */
export const setDunning = (account: Account, asked: Partial<Dunning>): Dunning => {
  const before = account.find('dunning', ID)
  const fresh = { ...(before ?? DEFAULT_DUNNING), ...asked, id: ID }
  if (!canRetryAfter(fresh.retryDays))
    throw invalidRequest('At most three retries, each after 1, 3, 5 or 7 days.', { param: 'retry_days' })
  return before === undefined ? account.create('dunning', fresh) : account.update('dunning', fresh)
}
