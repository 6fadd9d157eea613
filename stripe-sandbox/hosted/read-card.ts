import { testNumbers } from '../resources/payment-methods/test-instruments.ts'
import { cardRefused } from '../wire/errors.ts'

const expiryOf = (text: string): { month: number; year: number } | undefined => {
  const [, month = '', year = ''] = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/.exec(text.trim()) ?? []
  const number = Number(month)
  if (number < 1 || number > 12) return undefined
  return { month: number, year: year.length === 2 ? 2000 + Number(year) : Number(year) }
}

const checkExpiry = (text: string, now: number): void => {
  const expiry = expiryOf(text)
  if (expiry === undefined) throw cardRefused('Your card’s expiration date is incomplete.', 'invalid_expiry_month')
  if (Date.UTC(expiry.year, expiry.month, 1) / 1000 <= now)
    throw cardRefused('Your card’s expiration year is in the past.', 'invalid_expiry_year')
}

/** The shared test method behind what a person typed; refuses as Stripe's card form does. */
export const readCard = (form: URLSearchParams, now: number): string => {
  const number = (form.get('number') ?? '').replace(/\D/g, '')
  const method = testNumbers[number]
  if (method === undefined)
    throw cardRefused('Your card number is not one of the test cards that the sandbox knows.', 'incorrect_number')
  checkExpiry(form.get('expiry') ?? '', now)
  if (!/^\d{3,4}$/.test(form.get('cvc') ?? ''))
    throw cardRefused('Your card’s security code is incomplete.', 'invalid_cvc')
  return method
}

export const CARD_FIELDS = `
<div class="field"><label for="number">Card number</label>
<input id="number" name="number" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" required></div>
<div class="pair"><div class="field"><label for="expiry">Expiry, MM / YY</label>
<input id="expiry" name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34" required></div>
<div class="field"><label for="cvc">Security code</label>
<input id="cvc" name="cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123" required></div></div>`

export const CARD_HINT =
  '<p class="soft small">Test cards: <code>4242 4242 4242 4242</code> pays, <code>4000 0000 0000 0002</code> is declined, <code>4000 0000 0000 9995</code> has no money, <code>4000 0000 0000 0341</code> fails when it is charged. Real cards do nothing here.</p>'
