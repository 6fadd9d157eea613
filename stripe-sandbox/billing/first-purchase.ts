import type { Account } from '../store/account.ts'
import type { Subscription } from '../store/kinds.ts'
import { pendingItems } from './draft-invoice.ts'
import type { Purchase } from './minimum-rules.ts'
import { priceInvoice } from './price-invoice.ts'
import { amountFor, isMetered } from './price-quantity.ts'
import { exclusiveTax, taxLine } from './tax-rules.ts'

/** What a draft sells; undefined while it has no lines. `count`: how many discounts it is asked to have. */
export const purchaseOfDraft = (account: Account, id: string, count: number): Purchase | undefined => {
  const draft = account.find('invoice', id)
  if (draft === undefined || draft.lines.data.length === 0) return undefined
  const plain = priceInvoice(account, { ...draft, discounts: [] })
  return {
    subtotal: plain.subtotal,
    exclusiveTax: exclusiveTax(plain.total_taxes ?? []),
    isUndiscounted: count === 1 && draft.lines.data.every(({ discounts }) => discounts.length === 0),
  }
}

/** What the first period of a new subscription sells; undefined where it is not paid for at once or not alone. */
export const purchaseOfSubscription = (account: Account, made: Subscription, count: number): Purchase | undefined => {
  const items = made.items.data
  const isPlain = made.trial_end === null && items.every(({ price }) => !isMetered(price))
  if (!isPlain || pendingItems(account, made.customer, made.currency, made.id).length > 0) return undefined
  const exemption = account.need('customer', made.customer).tax_exempt ?? 'none'
  const sold = items.map((item) => {
    const own = item.tax_rates ?? []
    const amount = amountFor(account, item.price, item.quantity ?? 1)
    return { amount, taxes: taxLine(amount, own.length > 0 ? own : (made.default_tax_rates ?? []), exemption) }
  })
  return {
    subtotal: sold.reduce((sum, { amount }) => sum + amount, 0),
    exclusiveTax: exclusiveTax(sold.flatMap(({ taxes }) => taxes)),
    isUndiscounted: count === 1,
  }
}
