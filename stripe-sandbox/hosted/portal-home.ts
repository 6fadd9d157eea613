import { productName } from '../billing/invoice-lines.ts'
import { formatAmount } from '../billing/currency-rules.ts'
import { periodEnd } from '../billing/due-rules.ts'
import { presentInvoice } from '../resources/invoices/present-invoice.ts'
import type { Subscription } from '../store/kinds.ts'
import { dayOf, escape } from './html.ts'
import { openSubscriptions, type PortalPlace } from './portal-actions.ts'
import { canCancel, canChange } from './portal-change.ts'
import { priceText } from './portal-steps.ts'

const link = (step: string, text: string, subscription?: string): string =>
  `<a class="button plain" href="?${new URLSearchParams({ step, ...(subscription === undefined ? {} : { subscription }) }).toString().replaceAll('&', '&amp;')}">${text}</a>`

const keepButton = (subscription: string): string =>
  `<form method="post"><input type="hidden" name="subscription" value="${escape(subscription)}"><button class="plain" name="action" value="keep">Keep subscription</button></form>`

const buttons = (place: PortalPlace, subscription: Subscription): string => {
  const { configuration } = place
  const isEnding = subscription.cancel_at !== null
  return [
    canChange(configuration, subscription) ? link('update', 'Change', subscription.id) : '',
    canCancel(configuration, subscription)
      ? isEnding
        ? keepButton(subscription.id)
        : link('cancel', 'Cancel', subscription.id)
      : '',
  ].join('')
}

const subscriptionCard = (place: PortalPlace, subscription: Subscription): string => {
  const items = subscription.items.data.map(
    ({ price, quantity }) =>
      `<tr><td>${escape(productName(place.account, price))} × ${quantity ?? 1}</td><td class="sum">${priceText(price, quantity ?? 1)}</td></tr>`,
  )
  const end = dayOf(subscription.cancel_at ?? periodEnd(subscription))
  const words = subscription.cancel_at === null ? `Next period begins on ${end}.` : `Ends on ${end}.`
  const acts = buttons(place, subscription)
  return `<section class="card"><h2>Subscription <span class="badge">${subscription.status.replaceAll('_', ' ')}</span></h2><table>${items.join('')}</table><p>${words}</p>${acts === '' ? '' : `<div class="row">${acts}</div>`}</section>`
}

const cardSection = ({ account, configuration, session }: PortalPlace): string => {
  const id = account.find('customer', session.customer)?.invoice_settings.default_payment_method
  const card = account.find('payment_method', id)?.card
  const text = card
    ? `${card.brand} ending in ${card.last4}, valid to ${String(card.exp_month).padStart(2, '0')} / ${card.exp_year}`
    : 'No card is on file.'
  const act = configuration.features.payment_method_update.enabled ? link('card', 'Add a card') : ''
  return `<section class="card"><h2>Card</h2><p>${escape(text)}</p>${act}</section>`
}

const detailsSection = ({ account, configuration, session }: PortalPlace): string => {
  const { enabled, allowed_updates: allowed } = configuration.features.customer_update
  const customer = account.find('customer', session.customer)
  const { line1, line2, postal_code: code, city, state, country } = customer?.address ?? {}
  const place = [line1, line2, [code, city].filter(Boolean).join(' '), state, country]
  const rows = [customer?.name, customer?.email, customer?.phone, ...place]
    .filter(Boolean)
    .map((text) => escape(text ?? ''))
  const act = enabled && allowed.length > 0 ? link('details', 'Change details') : ''
  return `<section class="card"><h2>Billing details</h2><p>${rows.join('<br>') || 'Nothing is known yet.'}</p>${act}</section>`
}

const SHOWN = 24

const historySection = ({ account, configuration, session }: PortalPlace): string => {
  if (!configuration.features.invoice_history.enabled) return ''
  const rows = account
    .all('invoice')
    .list([{ index: 'customer', value: session.customer }])
    .filter(({ status }) => status !== 'draft')
    .slice(0, SHOWN)
    .map((invoice) => {
      const { hosted_invoice_url: url } = presentInvoice(account, invoice)
      const number = escape(invoice.number ?? '')
      return `<tr><td>${dayOf(invoice.created)}</td><td>${url ? `<a href="${escape(url)}">${number}</a>` : number}</td><td>${invoice.status ?? ''}</td><td class="sum">${formatAmount(invoice.total, invoice.currency)}</td></tr>`
    })
  const table =
    rows.length === 0
      ? '<p class="soft">There is no invoice yet.</p>'
      : `<table><thead><tr><th scope="col">Date</th><th scope="col">Number</th><th scope="col">State</th><th scope="col" class="sum">Amount</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  return `<section class="card"><h2>Invoices</h2>${table}</section>`
}

/** What the customer has, with a button for each thing that the configuration lets it do. */
export const homeOf = (place: PortalPlace): string => {
  const cards = openSubscriptions(place).map((one) => subscriptionCard(place, one))
  return `<div class="two"><div class="stack">${cards.join('') || '<section class="card"><p>There is no subscription.</p></section>'}${historySection(place)}</div><div class="stack">${cardSection(place)}${detailsSection(place)}</div></div>`
}
