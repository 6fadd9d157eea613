import { formatAmount } from '../billing/currency-rules.ts'
import type { Account } from '../store/account.ts'
import type { CheckoutSession } from '../store/kinds.ts'
import { escape } from './html.ts'

type Line = CheckoutSession['_line_items'][number]

/** `per month`, `every 3 months`; nothing for what is paid once. */
export const rhythmOf = (
  recurring: { readonly interval: string; readonly interval_count: number } | null | undefined,
): string => {
  if (!recurring) return ''
  const { interval, interval_count: count } = recurring
  return count === 1 ? `per ${interval}` : `every ${count} ${interval}s`
}

const quantityOf = ({ id, adjustable_quantity: bounds, description, quantity }: Line): string => {
  if (bounds === null) return `<span class="soft small">Quantity ${quantity ?? 1}</span>`
  const label = `Quantity of ${escape(description ?? '')}`
  return `<label class="hidden" for="${id}">${label}</label><input class="narrow" id="${id}" name="${id}" type="number" min="${bounds.minimum ?? 0}" max="${bounds.maximum ?? 99}" value="${quantity ?? 1}" required>`
}

const rowOf = (line: Line): string => {
  const rhythm = rhythmOf(line.price?.recurring)
  return `<tr><td>${escape(line.description ?? '')}<br>${quantityOf(line)}</td><td class="sum">${formatAmount(line.amount_subtotal, line.currency)}${rhythm === '' ? '' : `<br><span class="soft small">${rhythm}</span>`}</td></tr>`
}

const codeOf = (account: Account, session: CheckoutSession): string | undefined => {
  const [discount] = session.discounts ?? []
  if (discount === undefined) return undefined
  return account.all('promotion_code').row(discount.promotion_code ?? '')?.value.code ?? discount.coupon ?? ''
}

const discountRow = (account: Account, session: CheckoutSession): string => {
  const code = codeOf(account, session)
  if (code === undefined) return ''
  const amount = session.total_details?.amount_discount ?? 0
  return `<tr><td>Discount <code>${escape(code)}</code></td><td class="sum">−${formatAmount(amount, session.currency ?? 'usd')}</td></tr>`
}

const codeForm = (account: Account, session: CheckoutSession): string => {
  if (session.allow_promotion_codes !== true) return ''
  if (codeOf(account, session) !== undefined)
    return '<form method="post" class="row"><button class="plain" name="action" value="uncode">Remove the promotion code</button></form>'
  return '<form method="post" class="row"><div class="field"><label for="code">Promotion code</label><input id="code" name="code" autocomplete="off" autocapitalize="characters" required></div><button class="plain" name="action" value="code">Apply</button></form>'
}

/** What is paid now: in a trial only what is sold once. */
export const dueNow = (session: CheckoutSession): number =>
  session._subscription_data.trialDays === null
    ? (session.amount_total ?? 0)
    : session._line_items.reduce((sum, line) => sum + (line.price?.recurring ? 0 : line.amount_total), 0)

const trialText = (session: CheckoutSession, total: string, rhythm: string): string => {
  const { trialDays } = session._subscription_data
  return trialDays === null ? '' : `<p>${trialDays} days free, then ${total} ${rhythm}.</p>`
}

/** What the total is: of each period where all lines recur alike and nothing is off, else of today. */
const rhythmOfTotal = (session: CheckoutSession): string => {
  const rhythms = new Set(session._line_items.map(({ price }) => rhythmOf(price?.recurring)))
  const [only = ''] = rhythms
  const isPlain = rhythms.size === 1 && (session.discounts ?? []).length === 0
  return isPlain ? only : 'in all'
}

/** The left column: what is sold, what it costs, and what of it a buyer may change. */
export const summaryOf = (account: Account, session: CheckoutSession): string => {
  if (session.mode === 'setup')
    return '<section class="order"><h2>Save a card</h2><p>Your card is kept for later. Nothing is charged now.</p></section>'
  const money = (amount: number): string => formatAmount(amount, session.currency ?? 'usd')
  const total = money(session.amount_total ?? 0)
  const rhythm = rhythmOf(session._line_items.find(({ price }) => price?.recurring)?.price?.recurring)
  const isAdjustable = session._line_items.some((line) => line.adjustable_quantity !== null)
  const rows = `<table>${session._line_items.map(rowOf).join('')}${discountRow(account, session)}<tr class="total"><th scope="row">Due today</th><td class="sum"><strong>${money(dueNow(session))}</strong></td></tr></table>`
  const lines = isAdjustable
    ? `<form method="post">${rows}<button class="plain" name="action" value="quantities">Update quantities</button></form>`
    : rows
  return `<section class="order stack"><div><h2>Your order</h2><p class="big">${total} <span class="soft small">${rhythmOfTotal(session)}</span></p>${trialText(session, total, rhythm)}</div>${lines}${codeForm(account, session)}</section>`
}
