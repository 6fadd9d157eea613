import { testNumbers } from '../resources/payment-methods/test-instruments.ts'
import { cardRefused, type StripeRefusal } from '../wire/errors.ts'

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

const FIELD_OF: Readonly<Record<string, string>> = {
  incorrect_number: 'number',
  invalid_cvc: 'cvc',
  invalid_expiry_month: 'expiry',
  invalid_expiry_year: 'expiry',
}

/** The card field that a refusal speaks of. */
export const wrongField = ({ body }: StripeRefusal): string | undefined => FIELD_OF[body.code ?? '']

interface CardField {
  readonly id: string
  readonly label: string
  readonly complete: string
  readonly sample: string
}

const fieldOf = ({ id, label, complete, sample }: CardField, wrong: string | undefined): string =>
  `<div class="field"><label for="${id}">${label}</label><input id="${id}" name="${id}" inputmode="numeric" autocomplete="${complete}" placeholder="${sample}" required${id === wrong ? ' aria-invalid="true" aria-describedby="problem" autofocus' : ''}></div>`

const NUMBER = { id: 'number', label: 'Card number', complete: 'cc-number', sample: '4242 4242 4242 4242' }
const EXPIRY = { id: 'expiry', label: 'Expiry, MM / YY', complete: 'cc-exp', sample: '12 / 34' }
const CODE = { id: 'cvc', label: 'Security code', complete: 'cc-csc', sample: '123' }

/** The fields of a card; the one that was wrong says so and is where typing goes on. */
export const cardFields = (wrong?: string): string =>
  `${fieldOf(NUMBER, wrong)}<div class="pair">${fieldOf(EXPIRY, wrong)}${fieldOf(CODE, wrong)}</div>`

export const CARD_HINT =
  '<p class="soft small">Test cards: <code>4242 4242 4242 4242</code> pays, <code>4000 0000 0000 0002</code> is declined, <code>4000 0000 0000 9995</code> has no money, <code>4000 0000 0000 0341</code> fails when it is charged. Real cards do nothing here.</p>'
