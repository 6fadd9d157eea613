import { upcomingInvoice } from '../resources/invoices/preview-invoice.ts'
import type { Account } from '../store/account.ts'
import { invalidRequest } from '../wire/errors.ts'
import { noticeAt } from './renewal-notice-rules.ts'
import { periodEnd } from './due-rules.ts'

const ID = 'renewal_notice'
const MAX_DAYS = 45

/** What the dashboard's setting for upcoming renewals does, for all subscriptions. */
export const setNoticeDays = (account: Account, days: number | null): number | null => {
  if (days !== null && (!Number.isInteger(days) || days < 1 || days > MAX_DAYS))
    throw invalidRequest(`'days' must be a whole number up to ${MAX_DAYS}, or null.`, { param: 'days' })
  if (account.find('renewal_notice', ID) === undefined) account.create('renewal_notice', { id: ID, days })
  else account.update('renewal_notice', { id: ID, days })
  for (const subscription of account.all('subscription').list())
    account.update('subscription', { ...subscription, _notice_days: days })
  return days
}

/** Says what the next renewal will bill, in an invoice that has no id because there is none yet. */
export const announceRenewal = (account: Account, id: string): boolean => {
  const subscription = account.need('subscription', id)
  const at = noticeAt(subscription)
  if (at === null || at > account.now) return false
  account.update('subscription', { ...subscription, _renewal_told: periodEnd(subscription) })
  const found = upcomingInvoice(account, id)
  if (found === undefined) return true
  const { id: _, ...invoice } = found
  account.tell('invoice.upcoming', invoice)
  return true
}
