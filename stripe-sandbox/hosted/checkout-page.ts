import { formatAmount } from '../billing/currency-rules.ts'
import { completeSession } from '../resources/checkout-sessions/complete-session.ts'
import type { Account } from '../store/account.ts'
import type { CheckoutSession } from '../store/kinds.ts'
import { testTimeOf } from '../store/test-time.ts'
import { StripeRefusal } from '../wire/errors.ts'
import { escape, html, type Page, redirect } from './html.ts'
import { CARD_FIELDS, CARD_HINT, readCard } from './read-card.ts'

const MARK = '<p class="mark">Sandbox: no money moves here.</p>'

const perOf = (session: CheckoutSession): string => {
  const recurring = session._line_items.find(({ price }) => price?.recurring)?.price?.recurring
  if (!recurring) return ''
  const { interval, interval_count: count } = recurring
  return count === 1 ? ` per ${interval}` : ` every ${count} ${interval}s`
}

const summaryOf = (session: CheckoutSession): string => {
  const money = (amount: number): string => formatAmount(amount, session.currency ?? 'usd')
  const rows = session._line_items.map(
    ({ description, quantity, amount_total: amount }) =>
      `<tr><td>${escape(description ?? '')}<br><span class="soft small">Quantity ${quantity ?? 1}</span></td><td class="sum">${money(amount)}</td></tr>`,
  )
  const { trialDays } = session._subscription_data
  const trial =
    trialDays === null
      ? ''
      : `<p>${trialDays} days free, then ${money(session.amount_total ?? 0)}${perOf(session)}.</p>`
  const due = trialDays === null ? (session.amount_total ?? 0) : 0
  return `<section class="card"><h2>Your order</h2><p class="big">${money(session.amount_total ?? 0)}<span class="soft small">${perOf(session)}</span></p>${trial}<table>${rows.join('')}<tr><th scope="row">Due today</th><td class="sum"><strong>${money(due)}</strong></td></tr></table></section>`
}

const emailField = (account: Account, session: CheckoutSession, typed: string): string => {
  const known = account.find('customer', session.customer)?.email ?? session.customer_email
  if (known) return `<p class="soft">Billed to ${escape(known)}</p>`
  if (session.customer !== null) return ''
  return `<div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" required value="${escape(typed)}"></div>`
}

const pageOf = (account: Account, session: CheckoutSession, form?: URLSearchParams, problem?: string): Page => {
  const name = escape(form?.get('name') ?? '')
  const back =
    session.cancel_url === null
      ? ''
      : `<p><a href="${escape(session.cancel_url)}" rel="noreferrer">Back without paying</a></p>`
  const error = problem === undefined ? '' : `<p class="error" role="alert">${escape(problem)}</p>`
  const verb = session._subscription_data.trialDays === null ? 'Subscribe and pay' : 'Start trial'
  return html(
    'Checkout',
    `${MARK}<main><h1>Checkout</h1><div class="two">${summaryOf(session)}<section class="card"><h2>Pay by card</h2>${error}<form method="post">${emailField(account, session, form?.get('email') ?? '')}<div class="field"><label for="name">Name on card</label><input id="name" name="name" autocomplete="cc-name" value="${name}" required></div>${CARD_FIELDS}<button class="wide">${verb}</button></form>${CARD_HINT}${back}</section></div></main>`,
    { status: problem === undefined ? 200 : 402, leadsTo: session.success_url },
  )
}

const DONE: Readonly<Record<string, string>> = {
  complete: 'This checkout is complete. Thank you.',
  expired: 'This checkout has expired.',
}

const closedPage = (session: CheckoutSession): Page =>
  html('Checkout', `${MARK}<main><h1>Checkout</h1><p>${DONE[session.status ?? ''] ?? ''}</p></main>`)

const pay = (account: Account, session: CheckoutSession, form: URLSearchParams): Page => {
  const email = form.get('email')
  const name = form.get('name')
  const payer = {
    method: readCard(form, account.now),
    ...(email ? { email } : {}),
    ...(name ? { name } : {}),
  }
  const done = account.work(null, () => completeSession(account, session.id, payer))
  // The client's template: the address names the session once it is paid.
  return done.success_url === null
    ? closedPage(done)
    : redirect(done.success_url.replaceAll('{CHECKOUT_SESSION_ID}', done.id))
}

/** The page where a person finishes a purchase with a test card. */
export const answerCheckout = (account: Account, session: CheckoutSession, form?: URLSearchParams): Page => {
  if (session.status !== 'open') return closedPage(session)
  if (form === undefined) return pageOf(account, session)
  try {
    return account.clock.inTestTime(testTimeOf(account, { customer: session.customer }, []), () =>
      pay(account, session, form),
    )
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return pageOf(account, session, form, error.message)
  }
}
