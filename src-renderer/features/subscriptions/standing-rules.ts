// Rule: the head of a team's page says the worst that is true now of what the platform runs for it; a subscription made by
// hand speaks only where there is no other. Amounts of different currencies stand beside each other and are never added.

import {
  type Customer,
  type Invoice,
  isEnded,
  type NextInvoice,
  type Subscription,
} from '@countersign/shared/features/subscriptions'
import { addMoney, currencyDecimals, type Money } from '@countersign/shared/money'
import { DAY_MS } from '@countersign/shared/times'

const WORST_FIRST: readonly Subscription['status'][] = [
  'unpaid',
  'past_due',
  'incomplete',
  'paused',
  'trialing',
  'active',
  'canceled',
  'incomplete_expired',
]

export const isRunning = (subscription: Pick<Subscription, 'status'>): boolean => !isEnded(subscription)

export const statusTone = (status: Subscription['status'] | 'none'): 'proof' | 'money' | 'danger' | 'neutral' => {
  if (status === 'active') return 'proof'
  if (status === 'past_due' || status === 'incomplete' || status === 'paused') return 'money'
  return status === 'unpaid' ? 'danger' : 'neutral'
}

/** The subscriptions that the head speaks of. */
export const leading = (rows: readonly Subscription[]): readonly Subscription[] => {
  const running = rows.filter(isRunning)
  const platform = running.filter(({ madeByHand }) => !madeByHand)
  return platform.length > 0 ? platform : running
}

export const standingOf = (rows: readonly Subscription[]): Subscription['status'] | 'none' => {
  const statuses = new Set((leading(rows).length > 0 ? leading(rows) : rows).map(({ status }) => status))
  return WORST_FIRST.find((status) => statuses.has(status)) ?? 'none'
}

const add = (sums: readonly Money[], amount: Money): readonly Money[] =>
  sums.some(({ currency }) => currency === amount.currency)
    ? sums.map((sum) => (sum.currency === amount.currency ? addMoney(sum, amount) : sum))
    : [...sums, amount]

export const sumByCurrency = (amounts: readonly Money[]): readonly Money[] =>
  amounts.reduce(add, [] as readonly Money[])

const MONTHS = { year: 12, month: 1 }

/** Weeks and days don't divide into months; what they cost is left out and said. */
export interface PerMonth {
  readonly amounts: readonly Money[]
  readonly isPart: boolean
}

export const perMonthOf = (rows: readonly Subscription[]): PerMonth => {
  const items = rows.filter((row) => isRunning(row) && row.status !== 'incomplete').flatMap((row) => row.items)
  let isPart = false
  const amounts: Money[] = []
  for (const { amount, interval, intervalCount } of items) {
    if (amount === null || interval === 'week' || interval === 'day') isPart = true
    else amounts.push({ ...amount, amount: Math.round(amount.amount / (MONTHS[interval] * intervalCount)) })
  }
  return { amounts: sumByCurrency(amounts), isPart }
}

const time = (iso: string | null): number => (iso === null ? Number.POSITIVE_INFINITY : Date.parse(iso))

export const nextFirst = (previews: readonly NextInvoice[]): readonly NextInvoice[] =>
  previews.toSorted((first, second) => time(first.at) - time(second.at))

/** A draft is not asked for yet, and a void one no more. */
export const isOwed = ({ status, amountRemaining }: Invoice): boolean =>
  (status === 'open' || status === 'uncollectible') && amountRemaining.amount > 0

/** An open invoice is late once its day has passed, or once Stripe's own attempt to charge it failed. */
export const isLate = ({ status, dueAt, attempts, amountRemaining }: Invoice, now: string): boolean =>
  status === 'open' && amountRemaining.amount > 0 && (dueAt === null ? attempts > 0 : dueAt < now)

export const lateAmounts = (invoices: readonly Invoice[], now: string): readonly Money[] =>
  sumByCurrency(invoices.filter((invoice) => isLate(invoice, now)).map(({ amountRemaining }) => amountRemaining))

type PaymentMethod = Customer['paymentMethods'][number]

export const mainMethod = (methods: readonly PaymentMethod[]): PaymentMethod | undefined =>
  methods.find(({ isDefault }) => isDefault) ?? methods[0]

/** A card is good to the end of its month. */
export const expiryEnd = (expires: string): number => {
  const [year, month] = expires.split('-').map(Number)
  return Date.UTC(year ?? 0, month ?? 0, 1)
}

const SOON_MS = 31 * DAY_MS

export type Expiry = 'good' | 'soon' | 'expired'

export const expiryOf = (expires: string | null, now: string): Expiry => {
  if (expires === null) return 'good'
  const left = expiryEnd(expires) - Date.parse(now)
  if (left <= 0) return 'expired'
  return left < SOON_MS ? 'soon' : 'good'
}

/** The next charge that the card, as it is kept now, can't pay any more. */
export const chargeAfterExpiry = (expires: string | null, previews: readonly NextInvoice[]): NextInvoice | undefined =>
  expires === null
    ? undefined
    : nextFirst(previews).find(({ at, amountDue }) => amountDue.amount > 0 && time(at) >= expiryEnd(expires))

/** The most decimals in a column of these amounts: yen alone need no room for cents. */
export const decimalsOf = (amounts: readonly Money[]): number =>
  Math.max(0, ...amounts.map(({ currency }) => currencyDecimals(currency)))
