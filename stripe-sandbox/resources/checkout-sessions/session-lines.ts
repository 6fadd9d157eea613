import type { Stripe } from 'stripe'
import { lineAmount } from '../../billing/amount-rules.ts'
import { productName } from '../../billing/invoice-lines.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession, Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { given } from '../given.ts'

export type SessionLine = CheckoutSession['_line_items'][number]

type Asked = Stripe.Checkout.SessionCreateParams.LineItem

const MOST_ADJUSTABLE = 999_999
const USUAL_MOST = 99

const adjustableOf = (asked: Asked['adjustable_quantity'], quantity: number): SessionLine['adjustable_quantity'] => {
  if (asked === undefined || !asked.enabled) return null
  const [minimum, maximum] = [given(asked.minimum, 0), given(asked.maximum, USUAL_MOST)]
  if (maximum > MOST_ADJUSTABLE || minimum > maximum || quantity < minimum || quantity > maximum) {
    throw invalidRequest(
      `The quantity must lie between the minimum and the maximum, and the maximum be ${MOST_ADJUSTABLE} at most.`,
      { param: 'line_items[0][adjustable_quantity]' },
    )
  }
  return { enabled: true, maximum, minimum }
}

const lineOf = (account: Account, asked: Asked, at: number): SessionLine => {
  const param = `line_items[${at}][price]`
  if (asked.price === undefined) throw missingParam(param)
  const price: Price = account.need('price', asked.price, param)
  if (!price.active)
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', { param })
  const quantity = asked.quantity ?? 1
  const amount = lineAmount(price.unit_amount_decimal ?? '0', quantity)
  return {
    id: account.ids.next('item'),
    object: 'item',
    adjustable_quantity: adjustableOf(asked.adjustable_quantity, quantity),
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: productName(account, price),
    metadata: {},
    price,
    quantity,
  }
}

const isRecurring = ({ price }: SessionLine): boolean => price?.recurring !== null && price?.recurring !== undefined

const MOST_PER_KIND = 20
const MOST_PAYMENT = 100

const checkCount = (lines: readonly SessionLine[], mode: string): void => {
  const recurring = lines.filter(isRecurring).length
  const most = mode === 'payment' ? MOST_PAYMENT : MOST_PER_KIND
  if (recurring > most || lines.length - recurring > most)
    throw invalidRequest(`A session takes up to ${most} line items of a kind.`, { param: 'line_items' })
}

const checkKinds = (lines: readonly SessionLine[], mode: string): void => {
  const hasRecurring = lines.some(isRecurring)
  if (mode === 'payment' && hasRecurring) {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: 'mode' },
    )
  }
  if (mode === 'subscription' && !hasRecurring) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode when using prices.', {
      param: 'mode',
    })
  }
}

/** What is sold: required to pay or to subscribe, and nothing when a card is only kept for later. */
export const linesOf = (account: Account, asked: readonly Asked[] | undefined, mode: string): SessionLine[] => {
  if (mode === 'setup') {
    if (asked !== undefined) throw invalidRequest('`setup` mode takes no line items.', { param: 'line_items' })
    return []
  }
  if (asked === undefined || asked.length === 0) throw missingParam('line_items')
  const lines = asked.map((line, at) => lineOf(account, line, at))
  checkKinds(lines, mode)
  checkCount(lines, mode)
  if (lines.some(({ currency }) => currency !== lines[0]?.currency))
    throw invalidRequest('All line items must have the same currency.', { param: 'line_items' })
  return lines
}

const checkWithin = (bounds: NonNullable<SessionLine['adjustable_quantity']>, asked: number, what: string): void => {
  const [minimum, maximum] = [bounds.minimum ?? 0, bounds.maximum ?? USUAL_MOST]
  if (!Number.isInteger(asked) || asked < minimum || asked > maximum)
    throw invalidRequest(`Choose from ${minimum} to ${maximum} of ${what}.`)
}

/** The line with a quantity that its buyer chose within the bounds that its seller set. */
export const withQuantity = (line: SessionLine, asked: number): SessionLine => {
  const bounds = line.adjustable_quantity
  if (bounds === null || asked === line.quantity) return line
  checkWithin(bounds, asked, line.description ?? 'this')
  const amount = lineAmount(line.price?.unit_amount_decimal?.toString() ?? '0', asked)
  return { ...line, quantity: asked, amount_subtotal: amount, amount_total: amount }
}
