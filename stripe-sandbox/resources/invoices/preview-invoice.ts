import type { Stripe } from 'stripe'
import { periodEnd } from '../../billing/due-rules.ts'
import { endOnTime } from '../../billing/end-on-time.ts'
import { draftInvoice, pendingItems, takeItems } from '../../billing/draft-invoice.ts'
import { enterNextPhase } from '../../billing/follow-schedule.ts'
import { priceInvoice } from '../../billing/price-invoice.ts'
import { renewSubscription } from '../../billing/renew-subscription.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, Subscription } from '../../store/kinds.ts'
import { StripeRefusal, missingParam, notBuilt } from '../../wire/errors.ts'
import type { Answer, Call } from '../../wire/route.ts'
import { createInvoiceItem } from '../invoice-items/create-invoice-item.ts'
import { createSubscription } from '../subscriptions/create-subscription.ts'
import { checkAutomaticTax } from '../tax-rates/choose-rates.ts'
import { endNow } from '../subscriptions/cancel-subscription.ts'
import { applyPause } from '../subscriptions/pause-subscription.ts'
import { applyResume } from '../subscriptions/resume-subscription.ts'
import { applyUpdate } from '../subscriptions/update-subscription.ts'
import { invoiceDiscounts } from './invoice-fields.ts'
import { recurringInvoice } from './preview-recurring.ts'

type Params = Stripe.InvoiceCreatePreviewParams

export const PREVIEW_PARAMS = [
  'automatic_tax.enabled',
  'currency',
  'customer',
  'discounts',
  'invoice_items.amount',
  'invoice_items.currency',
  'invoice_items.description',
  'invoice_items.discountable',
  'invoice_items.metadata',
  'invoice_items.period',
  'invoice_items.price',
  'invoice_items.quantity',
  'invoice_items.tax_rates',
  'invoice_items.unit_amount',
  'invoice_items.unit_amount_decimal',
  'preview_mode',
  'subscription',
  'subscription_details.billing_cycle_anchor.type',
  'subscription_details.cancel_at',
  'subscription_details.cancel_at_period_end',
  'subscription_details.default_tax_rates',
  'subscription_details.cancel_now',
  'subscription_details.items.deleted',
  'subscription_details.items.id',
  'subscription_details.items.metadata',
  'subscription_details.items.price',
  'subscription_details.items.price_data',
  'subscription_details.items.quantity',
  'subscription_details.items.tax_rates',
  'subscription_details.metadata',
  'subscription_details.pause.bill_for',
  'subscription_details.pause.invoicing_behavior',
  'subscription_details.pause.type',
  'subscription_details.proration_behavior',
  'subscription_details.proration_date',
  'subscription_details.resume_at',
  'subscription_details.trial_end',
]

const nothingToCome = (customer: string): StripeRefusal =>
  new StripeRefusal(404, {
    type: 'invalid_request_error',
    code: 'invoice_upcoming_none',
    message: `No upcoming invoices for customer: ${customer}`,
  })

const ENDS = new Set<string>(['canceled', 'incomplete', 'incomplete_expired', 'paused'])

const addItems = (call: Call, params: Params, customer: string, subscription?: string): void => {
  for (const item of params.invoice_items ?? []) {
    const { price, ...rest } = item
    const asked = {
      ...rest,
      customer,
      ...(price === undefined ? {} : { pricing: { price } }),
      ...(subscription === undefined ? {} : { subscription }),
    }
    createInvoiceItem(call, asked as Stripe.InvoiceItemCreateParams)
  }
}

/** The invoice that the end of the running period will bring, with whatever is pending by then. */
const findNext = (account: Account, id: string): Invoice | undefined => {
  const subscription = account.need('subscription', id)
  if (ENDS.has(subscription.status)) return undefined
  const at = Math.min(periodEnd(subscription), subscription.cancel_at ?? Infinity)
  return account.clock.at(at, () => {
    const schedule = account.find('subscription_schedule', subscription.schedule)
    if (schedule?.current_phase && schedule.current_phase.end_date <= at) enterNextPhase(account, schedule)
    const current = { ...account.need('subscription', id), pause_collection: null }
    if (subscription.cancel_at === at) endOnTime(account, current)
    else if (current.ended_at === null) renewSubscription(account, current)
    const made = account.find('invoice', account.need('subscription', id).latest_invoice)
    return made?.created === at ? made : undefined
  })
}

const nextOf = (account: Account, id: string): Invoice => {
  const next = findNext(account, id)
  if (next === undefined) throw nothingToCome(account.need('subscription', id).customer)
  return next
}

type Details = NonNullable<Params['subscription_details']>

const applyResumption = (account: Account, id: string, { resume_at: at, ...details }: Details): void => {
  if (at !== 'now')
    throw notBuilt('previewing a resumption at another time than now', 'subscription_details[resume_at]')
  const { billing_cycle_anchor: anchor, proration_behavior: behavior, proration_date: date } = details
  const params = {
    ...(anchor === undefined
      ? {}
      : { billing_cycle_anchor: anchor as Stripe.SubscriptionResumeParams.BillingCycleAnchor }),
    ...(behavior === undefined ? {} : { proration_behavior: behavior }),
    ...(date === undefined ? {} : { proration_date: date }),
  }
  applyResume(account, id, params, true)
}

/** Pausing, resuming and ending stand beside the changes that an update makes. */
const applyDetails = (account: Account, id: string, details: Details): void => {
  const { cancel_now: isEnding, pause, resume_at: resumeAt, ...update } = details
  if (pause !== undefined) applyPause(account, id, pause, true)
  else if (resumeAt !== undefined) applyResumption(account, id, details)
  else if (isEnding) {
    const prorate = details.proration_behavior !== undefined && details.proration_behavior !== 'none'
    endNow(account, account.need('subscription', id), { invoiceNow: true, prorate })
  } else applyUpdate(account, id, update, true)
}

/** A change that bills at once is shown by that invoice, any other by the next one. */
const ofChange = (call: Call, params: Params, subscription: Subscription): Invoice => {
  const { account } = call
  const { id, latest_invoice: before } = subscription
  const details = params.subscription_details ?? {}
  if (Object.keys(details).length > 0) {
    applyDetails(account, id, details)
    const made = account.find('invoice', account.need('subscription', id).latest_invoice)
    if (made !== undefined && made.id !== before) return made
  }
  return nextOf(account, id)
}

/** The first invoice of a subscription that does not exist yet. */
const ofNew = (call: Call, params: Params, customer: string): Invoice => {
  const { default_tax_rates: rates, items, trial_end: trialEnd, metadata } = params.subscription_details ?? {}
  const made = createSubscription(call, {
    customer,
    items: (items ?? []) as Stripe.SubscriptionCreateParams.Item[],
    payment_behavior: 'default_incomplete',
    ...(rates === undefined ? {} : { default_tax_rates: rates }),
    ...(trialEnd === undefined ? {} : { trial_end: trialEnd }),
    ...(metadata === undefined ? {} : { metadata }),
  })
  const { account } = call
  const invoice = account.need('invoice', made.latest_invoice ?? '')
  return { ...invoice, status: 'draft', number: null }
}

const ofItems = (account: Account, params: Params, customerId: string): Invoice => {
  const customer = account.need('customer', customerId, 'customer')
  const currency = params.currency ?? params.invoice_items?.[0]?.currency ?? customer.currency ?? 'usd'
  const items = pendingItems(account, customerId, currency)
  if (items.length === 0) throw nothingToCome(customerId)
  const inherited = customer.discount?.id
  const draft = draftInvoice(account, {
    customer,
    currency,
    billingReason: 'manual',
    collectionMethod: 'charge_automatically',
    lines: [],
    discounts: inherited === undefined ? [] : [inherited],
    period: { start: account.now, end: account.now },
  })
  return takeItems(account, draft, items)
}

const renewing = (account: Account, customer: string): Subscription | undefined =>
  [...account.all('subscription').newest([{ index: 'customer', value: customer }])]
    .filter(({ status, cancel_at_period_end: ends }) => !ENDS.has(status) && !ends)
    .toSorted((a, b) => periodEnd(a) - periodEnd(b))[0]

const customerOf = (account: Account, params: Params, named: Subscription | undefined): string => {
  const customer = params.customer ?? named?.customer
  if (customer === undefined) throw missingParam('customer')
  return account.need('customer', customer, 'customer').id
}

const choose = (call: Call, params: Params): Invoice => {
  const { account } = call
  const named =
    params.subscription === undefined ? undefined : account.need('subscription', params.subscription, 'subscription')
  const customer = customerOf(account, params, named)
  const isNew = named === undefined && params.subscription_details?.items !== undefined
  const isPlain = isNew || params.invoice_items !== undefined
  const subscription = named ?? (isPlain ? undefined : renewing(account, customer))
  addItems(call, params, customer, subscription?.id)
  if (isNew) return ofNew(call, params, customer)
  return subscription === undefined ? ofItems(account, params, customer) : ofChange(call, params, subscription)
}

/** The subscription whose recurring cost is asked for, with the changes that are asked about. */
const recurring = (call: Call, params: Params): Subscription => {
  const { account } = call
  const { subscription: id, subscription_details: details = {} } = params
  if (id === undefined) {
    const { trial_end: _, ...lasting } = details
    const made = ofNew(call, { ...params, subscription_details: lasting }, customerOf(account, params, undefined))
    return account.need('subscription', made.parent?.subscription_details?.subscription ?? '')
  }
  if (details.items !== undefined) applyUpdate(account, id, { items: details.items, proration_behavior: 'none' }, true)
  return account.need('subscription', id, 'subscription')
}

const shown = (account: Account, invoice: Invoice): Answer =>
  ({
    ...account.host.present(account, 'invoice', { ...invoice, billing_reason: upcomingOf(invoice) }),
    id: `upcoming_${invoice.id}`,
    object: 'invoice',
    latest_revision: null,
  }) as Answer

/** The invoice that the next renewal of a subscription will make, as it is sent; none where it makes none. */
export const upcomingInvoice = (account: Account, id: string): Readonly<Record<string, unknown>> | undefined =>
  account.dryRun(() => {
    const next = findNext(account, id)
    return next && { ...shown(account, next) }
  })

const upcomingOf = ({ billing_reason: reason }: Invoice): Invoice['billing_reason'] =>
  reason === 'subscription_cycle' ? 'upcoming' : reason

/** Works out an invoice by making it and taking everything back: a preview can never differ from the real thing. */
export const previewInvoice = (call: Call, params: Params): Answer => {
  checkAutomaticTax(params.automatic_tax)
  const { account } = call
  return account.dryRun(() => {
    if (params.preview_mode === 'recurring')
      return shown(account, recurringInvoice(account, recurring(call, params), params))
    const found = choose(call, params)
    const customer = account.need('customer', found.customer ?? '')
    const discounts =
      params.discounts === undefined
        ? found.discounts
        : invoiceDiscounts(
            account,
            params.discounts,
            { id: found.id, currency: found.currency, customer },
            found.discounts,
          )
    const priced = priceInvoice(account, {
      ...found,
      discounts,
      status: 'draft',
    })
    return shown(account, priced)
  })
}
