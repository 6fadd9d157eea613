import type { Account } from '../store/account.ts'
import type { CheckoutSession } from '../store/kinds.ts'
import { testTimeOf } from '../store/test-time.ts'
import { StripeRefusal } from '../wire/errors.ts'
import { actOnCheckout } from './checkout-actions.ts'
import { dueNow, summaryOf } from './checkout-summary.ts'
import { escape, html, MARK, type Page, redirect } from './html.ts'
import { CARD_HINT, cardFields, wrongField } from './read-card.ts'

const emailField = (account: Account, session: CheckoutSession, typed: string): string => {
  const known = account.find('customer', session.customer)?.email ?? session.customer_email
  if (known) return `<p class="soft">Billed to ${escape(known)}</p>`
  return `<div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" required value="${escape(typed)}"></div>`
}

const tick = (name: string, text: string, more = ''): string =>
  `<div class="tick"><input type="checkbox" id="${name}" name="${name}" value="yes"${more}><label for="${name}">${text}</label></div>`

const consentFieldsOf = ({ consent_collection: asked }: CheckoutSession): string =>
  [
    asked?.terms_of_service === 'required' ? tick('terms', 'I agree to the terms of service', ' required') : '',
    asked?.promotions === 'auto' ? tick('promotions', 'Tell me about news and offers') : '',
  ].join('')

const verbOf = (session: CheckoutSession): string => {
  if (session.mode === 'setup') return 'Save card'
  if (session.mode === 'payment') return 'Pay'
  if (session._subscription_data.trialDays !== null) return 'Start trial'
  return dueNow(session) === 0 ? 'Subscribe' : 'Subscribe and pay'
}

interface Trouble {
  readonly message: string
  readonly status: number
  /** The field that is wrong. */
  readonly field: string | undefined
}

const troubleOf = (error: StripeRefusal): Trouble => ({
  message: error.message,
  status: error.status,
  field: wrongField(error),
})

const pageOf = (account: Account, session: CheckoutSession, form?: URLSearchParams, trouble?: Trouble): Page => {
  const typed = (name: string): string => form?.get(name) ?? ''
  const back =
    session.cancel_url === null
      ? ''
      : `<p><a href="${escape(session.cancel_url)}" rel="noreferrer">Back without paying</a></p>`
  const error = trouble === undefined ? '' : `<p class="error" role="alert" id="problem">${escape(trouble.message)}</p>`
  const pay = `<section class="card"><h2>${session.mode === 'setup' ? 'Your card' : 'Pay by card'}</h2><form method="post">${emailField(account, session, typed('email'))}<div class="field"><label for="name">Name on card</label><input id="name" name="name" autocomplete="cc-name" value="${escape(typed('name'))}" required></div>${cardFields(trouble?.field)}${consentFieldsOf(session)}<button class="wide">${verbOf(session)}</button></form>${CARD_HINT}</section>`
  return html(
    trouble === undefined ? 'Checkout' : 'Checkout: please correct',
    `${MARK}<main><h1>Checkout</h1>${error}<div class="two">${summaryOf(account, session)}<div class="stack">${pay}${back}</div></div></main>`,
    { status: trouble?.status ?? 200, leadsTo: session.success_url },
  )
}

const DONE: Readonly<Record<string, string>> = {
  complete: 'This checkout is complete. Thank you.',
  expired: 'This checkout has expired.',
}

const closedPage = (session: CheckoutSession): Page =>
  html(
    'Checkout',
    `${MARK}<main><section class="card"><h1>Checkout</h1><p>${DONE[session.status ?? ''] ?? ''}</p></section></main>`,
  )

const after = (session: CheckoutSession, place: string): Page => {
  if (session.status === 'open') return redirect(place)
  // The client's template: the address names the session once it is paid.
  return session.success_url === null
    ? closedPage(session)
    : redirect(session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id))
}

/** The page where a person finishes a purchase, or keeps a card, with a test card. */
export const answerCheckout = (account: Account, session: CheckoutSession, form?: URLSearchParams): Page => {
  if (session.status !== 'open') return closedPage(session)
  if (form === undefined) return pageOf(account, session)
  const place = `/c/pay/${account.id}/${session.id}`
  try {
    const time = testTimeOf(account, { customer: session.customer }, [])
    return account.clock.inTestTime(time, () =>
      after(
        account.work(null, () => actOnCheckout(account, session, form)),
        place,
      ),
    )
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return pageOf(account, account.need('checkout.session', session.id), form, troubleOf(error))
  }
}
