import { formatAmount } from '../billing/currency-rules.ts'
import { productName } from '../billing/invoice-lines.ts'
import { periodEnd } from '../billing/due-rules.ts'
import { attachPaymentMethod } from '../resources/payment-methods/attach-payment-method.ts'
import { updateSubscription } from '../resources/subscriptions/update-subscription.ts'
import type { Account } from '../store/account.ts'
import type { PortalSession, Subscription } from '../store/kinds.ts'
import { testTimeOf } from '../store/test-time.ts'
import { StripeRefusal } from '../wire/errors.ts'
import { dayOf, escape, html, notFound, type Page } from './html.ts'
import { CARD_HINT, cardFields, readCard } from './read-card.ts'

const openSubscriptions = (account: Account, customer: string): Subscription[] =>
  account
    .all('subscription')
    .list([{ index: 'customer', value: customer }])
    .filter(({ ended_at: endedAt }) => endedAt === null)

const button = (action: string, subscription: string, text: string): string =>
  `<form method="post"><input type="hidden" name="subscription" value="${escape(subscription)}"><button class="plain" name="action" value="${action}">${text}</button></form>`

const subscriptionCard = (account: Account, subscription: Subscription): string => {
  const items = subscription.items.data.map(({ price, quantity }) => {
    const amount = price.unit_amount === null ? '' : formatAmount(price.unit_amount * (quantity ?? 1), price.currency)
    return `<tr><td>${escape(productName(account, price))} × ${quantity ?? 1}</td><td class="sum">${amount} per ${price.recurring?.interval ?? ''}</td></tr>`
  })
  const end = dayOf(subscription.cancel_at ?? periodEnd(subscription))
  const isEnding = subscription.cancel_at !== null
  return `<section class="card"><h2>Subscription <span class="soft small">${subscription.status.replaceAll('_', ' ')}</span></h2><table>${items.join('')}</table><p>${isEnding ? `Ends on ${end}.` : `Next period begins on ${end}.`}</p>${isEnding ? button('keep', subscription.id, 'Keep subscription') : button('cancel', subscription.id, 'Cancel at the end of the period')}</section>`
}

const cardText = (account: Account, customer: string): string => {
  const id = account.find('customer', customer)?.invoice_settings.default_payment_method
  const card = account.find('payment_method', id)?.card
  return card ? `${card.brand} ending in ${card.last4}` : 'No card is on file.'
}

interface Said {
  readonly done?: string
  readonly problem?: string
}

const pageOf = (account: Account, session: PortalSession, { done, problem }: Said): Page => {
  const { customer } = session
  const name = account.find('customer', customer)?.name ?? account.find('customer', customer)?.email ?? customer
  const cards = openSubscriptions(account, customer).map((one) => subscriptionCard(account, one))
  const said = `${done === undefined ? '' : `<p class="done" role="status">${escape(done)}</p>`}${problem === undefined ? '' : `<p class="error" role="alert">${escape(problem)}</p>`}`
  const back =
    session.return_url === null ? '' : `<p><a href="${escape(session.return_url)}" rel="noreferrer">Return</a></p>`
  return html(
    'Billing',
    `<p class="mark">Sandbox: no money moves here.</p><main><h1>Billing of ${escape(name)}</h1>${said}<div class="two"><div class="stack">${cards.join('') || '<p>There is no subscription.</p>'}</div><section class="card"><h2>Card</h2><p>${escape(cardText(account, customer))}</p><form method="post">${cardFields()}<button name="action" value="card">Use this card</button></form>${CARD_HINT}</section></div>${back}</main>`,
    { status: problem === undefined ? 200 : 402 },
  )
}

const changeCard = (account: Account, customerId: string, form: URLSearchParams): string => {
  const method = attachPaymentMethod(account, readCard(form, account.now), customerId)
  const customer = account.need('customer', customerId)
  const settings = { ...customer.invoice_settings, default_payment_method: method.id }
  account.update('customer', { ...customer, invoice_settings: settings }, 'customer.updated')
  for (const subscription of openSubscriptions(account, customerId)) {
    if (subscription.default_payment_method !== null)
      account.update(
        'subscription',
        { ...subscription, default_payment_method: method.id },
        'customer.subscription.updated',
      )
  }
  return 'The new card is in use.'
}

const act = (account: Account, { customer }: PortalSession, form: URLSearchParams): string => {
  const action = form.get('action')
  if (action === 'card') return changeCard(account, customer, form)
  const own = openSubscriptions(account, customer).find(({ id }) => id === form.get('subscription'))
  if (own === undefined) return 'There is no such subscription.'
  const isEnding = action === 'cancel'
  updateSubscription({ account, path: '', searchLagMs: 0 }, { cancel_at_period_end: isEnding }, own.id)
  return isEnding ? 'The subscription ends with its period.' : 'The subscription goes on.'
}

/** The page where a customer sees its subscriptions, cancels or keeps them, and changes the card. */
export const answerPortal = (account: Account, session: PortalSession, form?: URLSearchParams): Page => {
  if (account.find('customer', session.customer) === undefined) return notFound()
  if (form === undefined) return pageOf(account, session, {})
  try {
    const time = testTimeOf(account, { customer: session.customer }, [])
    const done = account.clock.inTestTime(time, () => account.work(null, () => act(account, session, form)))
    return pageOf(account, session, { done })
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return pageOf(account, session, { problem: error.message })
  }
}
