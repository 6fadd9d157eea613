import { productName } from '../billing/invoice-lines.ts'
import { formatAmount } from '../billing/currency-rules.ts'
import { periodEnd } from '../billing/due-rules.ts'
import { previewInvoice } from '../resources/invoices/preview-invoice.ts'
import type { Account } from '../store/account.ts'
import type { Invoice, Price, Subscription } from '../store/kinds.ts'
import type { Answer } from '../wire/route.ts'
import { rhythmOf } from './checkout-summary.ts'
import { dayOf, escape } from './html.ts'
import { choiceOf, ownSubscription, type PortalPlace } from './portal-actions.ts'
import { boundsOf, changeParams, offeredPrices } from './portal-change.ts'
import { CARD_HINT, cardFields } from './read-card.ts'

/** One thing to do on a page of its own. */
export interface Step {
  readonly title: string
  readonly body: string
}

export const priceText = (price: Price, quantity = 1): string =>
  `${price.unit_amount === null ? '' : formatAmount(price.unit_amount * quantity, price.currency)} ${rhythmOf(price.recurring)}`

const hidden = (name: string, value: string): string => `<input type="hidden" name="${name}" value="${escape(value)}">`

const planText = (account: Account, { items }: Subscription): string =>
  items.data
    .map(
      ({ price, quantity }) =>
        `${escape(productName(account, price))} × ${quantity ?? 1}, ${priceText(price, quantity ?? 1)}`,
    )
    .join('<br>')

const cardStep = (_place: PortalPlace, _query: URLSearchParams, wrong: string | undefined): Step => ({
  title: 'Add a card',
  body: `<p>The new card is used for everything from now on.</p><form method="post">${cardFields(wrong)}<button name="action" value="card">Use this card</button></form>${CARD_HINT}`,
})

const REASONS: Readonly<Record<string, string>> = {
  customer_service: 'Customer service was less than expected',
  low_quality: 'Quality was less than expected',
  missing_features: 'Some features are missing',
  other: 'Another reason',
  switched_service: 'I’m switching to a different service',
  too_complex: 'Ease of use was less than expected',
  too_expensive: 'It’s too expensive',
  unused: 'I don’t use it enough',
}

const reasonFields = ({ configuration }: PortalPlace): string => {
  const { enabled, options } = configuration.features.subscription_cancel.cancellation_reason
  if (!enabled) return ''
  const radios = options.map(
    (name) =>
      `<div class="tick"><input type="radio" id="${name}" name="feedback" value="${name}"><label for="${name}">${REASONS[name] ?? escape(name)}</label></div>`,
  )
  return `<fieldset><legend>Why do you cancel?</legend>${radios.join('')}</fieldset><div class="field"><label for="comment">Anything else</label><textarea id="comment" name="comment" rows="3"></textarea></div>`
}

const cancelStep = (place: PortalPlace, query: URLSearchParams): Step => {
  const subscription = ownSubscription(place, query.get('subscription'))
  const isNow = place.configuration.features.subscription_cancel.mode === 'immediately'
  const end = dayOf(subscription.cancel_at ?? periodEnd(subscription))
  const words = isNow ? 'It ends at once.' : `It stays yours until ${end} and is not renewed.`
  return {
    title: 'Cancel your subscription',
    body: `<p>${planText(place.account, subscription)}</p><p>${words}</p><form method="post">${hidden('subscription', subscription.id)}${reasonFields(place)}<button class="danger" name="action" value="cancel">Cancel subscription</button></form>`,
  }
}

const quantityField = (place: PortalPlace, price: Price, quantity: number): string => {
  const bounds = boundsOf(place.configuration, price.id)
  if (bounds === undefined) return ''
  const most = bounds.maximum === null ? '' : ` max="${bounds.maximum}"`
  const name = `quantity-${price.id}`
  return `<label class="hidden" for="${name}">Quantity of this plan</label><input class="narrow" type="number" id="${name}" name="${name}" min="${bounds.minimum}"${most} value="${Math.max(bounds.minimum, Math.min(quantity, bounds.maximum ?? quantity))}">`
}

const updateStep = (place: PortalPlace, query: URLSearchParams): Step => {
  const { account, configuration } = place
  const subscription = ownSubscription(place, query.get('subscription'))
  const [item] = subscription.items.data
  const allowed = configuration.features.subscription_update.default_allowed_updates
  const offered = allowed.includes('price')
    ? offeredPrices(account, configuration, subscription)
    : item
      ? [item.price]
      : []
  const plans = offered.map((price) => {
    const isCurrent = price.id === item?.price.id
    return `<div class="plan"><div class="tick"><input type="radio" id="${price.id}" name="price" value="${price.id}" required${isCurrent ? ' checked' : ''}><label for="${price.id}">${escape(productName(account, price))}, ${priceText(price)}${isCurrent ? ' <span class="badge">Current</span>' : ''}</label></div>${quantityField(place, price, item?.quantity ?? 1)}</div>`
  })
  const code = allowed.includes('promotion_code')
    ? '<div class="field"><label for="code">Promotion code</label><input id="code" name="code" autocomplete="off"></div>'
    : ''
  return {
    title: 'Change your subscription',
    body: `<form method="get">${hidden('step', 'confirm')}${hidden('subscription', subscription.id)}<fieldset><legend>Choose a plan</legend>${plans.join('') || '<p>No plan is offered.</p>'}</fieldset>${code}<button>Continue</button></form>`,
  }
}

/** The invoice that a change leads to: one made at once, or the next. */
const previewOf = (place: PortalPlace, subscription: Subscription, query: URLSearchParams): Invoice => {
  const { account, configuration } = place
  const params = changeParams(configuration, subscription, choiceOf(place, query, subscription))
  const { discounts, ...details } = params
  const shown = previewInvoice(
    { account, path: '', searchLagMs: 0 },
    {
      subscription: subscription.id,
      subscription_details: details,
      ...(discounts === undefined ? {} : { discounts }),
    },
  )
  return shown as Answer & Invoice
}

const confirmStep = (place: PortalPlace, query: URLSearchParams): Step => {
  const { account } = place
  const subscription = ownSubscription(place, query.get('subscription'))
  const choice = choiceOf(place, query, subscription)
  const preview = previewOf(place, subscription, query)
  const price = account.need('price', choice.price)
  const isNow = preview.billing_reason !== 'upcoming'
  const lines = preview.lines.data.map(
    ({ description, amount, currency }) =>
      `<tr><td>${escape(description ?? '')}</td><td class="sum">${formatAmount(amount, currency)}</td></tr>`,
  )
  const due = formatAmount(preview.amount_due, preview.currency)
  const when = isNow ? 'Due today' : `Due on ${dayOf(preview.period_end)}`
  const inputs = [
    hidden('subscription', subscription.id),
    hidden('price', choice.price),
    hidden('quantity', String(choice.quantity)),
    hidden('code', query.get('code') ?? ''),
  ]
  return {
    title: 'Confirm the change',
    body: `<p>New: ${escape(productName(account, price))} × ${choice.quantity}, ${priceText(price, choice.quantity)}</p><table>${lines.join('')}<tr class="total"><th scope="row">${when}</th><td class="sum"><strong>${due}</strong></td></tr></table><form method="post">${inputs.join('')}<button name="action" value="change">Confirm</button></form>`,
  }
}

const FIELDS: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  email: [['email', 'E-mail', 'email']],
  name: [['name', 'Name', 'name']],
  phone: [['phone', 'Phone', 'tel']],
  address: [
    ['line1', 'Address', 'address-line1'],
    ['line2', 'Address, second line', 'address-line2'],
    ['postal_code', 'Postal code', 'postal-code'],
    ['city', 'City', 'address-level2'],
    ['state', 'State', 'address-level1'],
    ['country', 'Country, two letters', 'country'],
  ],
}

const detailsStep = ({ account, configuration, session }: PortalPlace): Step => {
  const customer = account.need('customer', session.customer)
  const known: Readonly<Record<string, unknown>> = { ...customer.address, ...customer }
  const fields = configuration.features.customer_update.allowed_updates.flatMap((name) => FIELDS[name] ?? [])
  const inputs = fields.map(([name, label, complete]) => {
    const value = known[name]
    return `<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" autocomplete="${complete}" value="${typeof value === 'string' ? escape(value) : ''}"></div>`
  })
  return {
    title: 'Change your billing details',
    body: `<form method="post">${inputs.join('')}<button name="action" value="details">Save</button></form>`,
  }
}

type Make = (place: PortalPlace, query: URLSearchParams, wrong: string | undefined) => Step

const STEPS: Readonly<Record<string, { readonly make: Make; readonly isOn: (place: PortalPlace) => boolean }>> = {
  cancel: { make: cancelStep, isOn: ({ configuration }) => configuration.features.subscription_cancel.enabled },
  card: { make: cardStep, isOn: ({ configuration }) => configuration.features.payment_method_update.enabled },
  confirm: { make: confirmStep, isOn: ({ configuration }) => configuration.features.subscription_update.enabled },
  details: { make: detailsStep, isOn: ({ configuration }) => configuration.features.customer_update.enabled },
  update: { make: updateStep, isOn: ({ configuration }) => configuration.features.subscription_update.enabled },
}

/** The step that an address names, where the configuration has it. */
export const stepOf = (place: PortalPlace, query: URLSearchParams, wrong?: string): Step | undefined => {
  const step = STEPS[query.get('step') ?? '']
  return step?.isOn(place) === true ? step.make(place, query, wrong) : undefined
}
