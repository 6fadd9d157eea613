// Rule: beside its lines an invoice may differ from what was accepted by a discount on it, by tax that the chosen rates don't
// give, by the days until it is due, and by the address that it goes to. Each is named and accepted like a line's difference:
// its key holds both sides as they read, so that with either side's change the acceptance counts for nothing.

import { canonicalJson } from '@countersign/shared/canonical'
import type { TermComparison } from '@countersign/shared/features/invoices'
import { type Money, moneyText } from '@countersign/shared/money'

interface Accepted {
  readonly daysUntilDue: number
  readonly billingEmail: string
}

interface Chosen {
  readonly daysUntilDue: number
  readonly taxRateStripeIds: readonly string[]
}

interface Live {
  readonly discount: Money
  readonly tax: Money
  readonly lines: ReadonlyArray<{ readonly amount: Money; readonly taxRateStripeIds: readonly string[] }>
}

type Sides = Pick<TermComparison, 'quoted' | 'invoiced'>

const LABELS: Readonly<Record<TermComparison['what'], string>> = {
  discount: 'Discount',
  tax: 'Tax',
  due: 'Due',
  email: 'Sent to',
}

const ratesText = (ids: readonly string[]): string => ids.toSorted().join(', ') || 'no rate'

/** A line of nothing has no tax to tell. */
const taxSides = ({ taxRateStripeIds }: Chosen, { tax, lines }: Live): Sides | null => {
  const chosen = ratesText(taxRateStripeIds)
  const others = lines.flatMap(({ amount, taxRateStripeIds: own }, place) =>
    amount.amount === 0 || ratesText(own) === chosen ? [] : [`line ${place + 1} by ${ratesText(own)}`],
  )
  const isUnchosen = taxRateStripeIds.length === 0 && tax.amount !== 0
  if (others.length === 0 && !isUnchosen) return null
  return { quoted: `by ${chosen}, as chosen`, invoiced: [moneyText(tax), ...others].join('; ') }
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'} after it is sent`

const sidesOf = (
  quote: Accepted,
  choices: Chosen,
  { document, email }: { readonly document: Live; readonly email: string | null },
): ReadonlyArray<readonly [TermComparison['what'], Sides | null]> => {
  const { discount } = document
  const isOtherAddress = email !== null && email.toLowerCase() !== quote.billingEmail.toLowerCase()
  const isOtherTime = choices.daysUntilDue !== quote.daysUntilDue
  return [
    ['discount', discount.amount === 0 ? null : { quoted: 'none', invoiced: moneyText(discount) }],
    ['tax', taxSides(choices, document)],
    ['due', isOtherTime ? { quoted: days(quote.daysUntilDue), invoiced: days(choices.daysUntilDue) } : null],
    ['email', isOtherAddress ? { quoted: quote.billingEmail, invoiced: email } : null],
  ]
}

/** Only what differs. `email`: the customer's, which Stripe mails to; none is an obstacle of its own. */
export const compareTerms = (...given: Parameters<typeof sidesOf>): TermComparison[] =>
  sidesOf(...given).flatMap(([what, sides]) =>
    sides === null ? [] : [{ key: canonicalJson(['term', what, sides.quoted, sides.invoiced]), what, ...sides }],
  )

/** What differs and isn't accepted as it reads now. */
export const openTerms = (
  terms: readonly TermComparison[],
  accepted: ReadonlyArray<{ readonly key: string }>,
): TermComparison[] => terms.filter(({ key }) => !accepted.some((one) => one.key === key))

/** `Discount: quoted none; invoiced -500.00 USD`. */
export const termWords = ({ what, quoted, invoiced }: TermComparison): string =>
  `${LABELS[what]}: quoted ${quoted}; invoiced ${invoiced}`
