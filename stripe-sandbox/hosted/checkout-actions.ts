import { completeSession } from '../resources/checkout-sessions/complete-session.ts'
import { discountedSession, pricedSession } from '../resources/checkout-sessions/session-discounts.ts'
import { withQuantity } from '../resources/checkout-sessions/session-lines.ts'
import { findCode } from '../resources/promotion-codes/find-code.ts'
import type { Account } from '../store/account.ts'
import type { CheckoutSession } from '../store/kinds.ts'
import { invalidRequest } from '../wire/errors.ts'
import { readCard } from './read-card.ts'

type Act = (account: Account, session: CheckoutSession, form: URLSearchParams) => CheckoutSession

const setQuantities: Act = (account, session, form) => {
  const lines = session._line_items.map((line) => {
    const asked = form.get(line.id)
    return asked === null ? line : withQuantity(line, Number(asked))
  })
  if (lines.every(({ quantity }) => quantity === 0)) throw invalidRequest('Keep at least one item in your order.')
  return account.update('checkout.session', pricedSession(account, { ...session, _line_items: lines }))
}

const applyCode: Act = (account, session, form) => {
  if (session.allow_promotion_codes !== true) throw invalidRequest('This checkout takes no promotion codes.')
  const code = findCode(account, form.get('code') ?? '', session.customer)
  const discounts = [{ coupon: null, promotion_code: code.id }]
  return account.update('checkout.session', discountedSession(account, session, discounts))
}

const removeCode: Act = (account, session) =>
  session.allow_promotion_codes === true
    ? account.update('checkout.session', discountedSession(account, session, []))
    : session

const pay: Act = (account, session, form) => {
  const email = form.get('email')
  const name = form.get('name')
  return completeSession(account, session.id, {
    method: readCard(form, account.now),
    consent: { terms: form.has('terms'), promotions: form.has('promotions') },
    ...(email ? { email } : {}),
    ...(name ? { name } : {}),
  })
}

const ACTIONS: Readonly<Record<string, Act>> = { code: applyCode, quantities: setQuantities, uncode: removeCode }

/** Does what a button of the page says; the button without a name pays. */
export const actOnCheckout: Act = (account, session, form) =>
  (ACTIONS[form.get('action') ?? ''] ?? pay)(account, session, form)
