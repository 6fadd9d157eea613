// Rule: an invoice offers only ways to pay that Stripe takes in its currency; for each that it doesn't, the screen says why.
// Cards go everywhere; of the others, the bank's own way of the currency is offered by default. Amounts beyond what a way
// can carry rule it out too. What the account itself has switched off, only Stripe knows and says when the draft is made.
// Currencies: https://docs.stripe.com/invoicing/payment-methods and, for transfers, the `bank_transfer` types of Stripe's
// API (eu, gb, jp, mx, us); konbini's amounts: https://docs.stripe.com/payments/konbini.

import { INVOICE_METHODS, type InvoiceMethod } from '@countersign/shared/features/invoices'
import type { MethodOffer } from '@countersign/shared/features/invoice-work'
import { moneyText } from '@countersign/shared/money'

interface MethodFacts {
  readonly what: string
  /** null: every currency. */
  readonly currencies: readonly string[] | null
  /** Offered unless somebody says otherwise. */
  readonly defaultIn: readonly string[] | 'all'
  /** Minor units of its only currency. */
  readonly least?: number
  readonly most?: number
}

const METHODS: Readonly<Record<InvoiceMethod, MethodFacts>> = {
  card: { what: 'Any card, at once.', currencies: null, defaultIn: 'all' },
  us_bank_account: {
    what: 'ACH debit from a bank account in the US, about four working days.',
    currencies: ['usd'],
    defaultIn: ['usd'],
  },
  customer_balance: {
    what: 'Bank transfer to an account number of their own.',
    currencies: ['eur', 'gbp', 'jpy', 'mxn', 'usd'],
    defaultIn: ['eur', 'gbp', 'jpy', 'mxn'],
  },
  sepa_debit: {
    what: 'SEPA debit from a bank account in euros, about five working days.',
    currencies: ['eur'],
    defaultIn: ['eur'],
  },
  bacs_debit: { what: 'Bacs debit from a bank account in the UK.', currencies: ['gbp'], defaultIn: ['gbp'] },
  // In USD only from the few Canadian accounts that hold dollars: possible, and not offered by itself.
  acss_debit: {
    what: 'Pre-authorized debit from a bank account in Canada, about five working days.',
    currencies: ['cad', 'usd'],
    defaultIn: ['cad'],
  },
  au_becs_debit: { what: 'BECS debit from a bank account in Australia.', currencies: ['aud'], defaultIn: ['aud'] },
  konbini: {
    what: 'In cash at a convenience store in Japan.',
    currencies: ['jpy'],
    defaultIn: [],
    least: 120,
    most: 300_000,
  },
}

const namesOf = (currencies: readonly string[]): string => {
  const names = currencies.map((currency) => currency.toUpperCase())
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

const whyNot = ({ currencies, least, most }: MethodFacts, currency: string, amount: number | null): string | null => {
  if (currencies !== null && !currencies.includes(currency))
    return `Stripe takes it for ${namesOf(currencies)} only, not for ${currency.toUpperCase()}.`
  const money = (minor: number) => moneyText({ amount: minor, currency })
  if (amount !== null && most !== undefined && amount > most) return `Stripe takes it up to ${money(most)}.`
  if (amount !== null && least !== undefined && amount < least) return `Stripe takes it from ${money(least)}.`
  return null
}

/** Every way, whether it is possible, and why not. `amount`: of the whole invoice, where it is known. */
export const offerMethods = (currency: string, amount: number | null): MethodOffer[] =>
  INVOICE_METHODS.map((method) => {
    const facts = METHODS[method]
    const why = whyNot(facts, currency, amount)
    const isDefault = why === null && (facts.defaultIn === 'all' || facts.defaultIn.includes(currency))
    return { method, isPossible: why === null, isDefault, words: why ?? facts.what }
  })

export const defaultMethods = (currency: string): InvoiceMethod[] =>
  offerMethods(currency, null).flatMap(({ method, isDefault }) => (isDefault ? [method] : []))

/** The first of those chosen that isn't possible; null when all are. */
export const impossibleMethod = (
  chosen: readonly InvoiceMethod[],
  currency: string,
  amount: number | null,
): MethodOffer | null =>
  offerMethods(currency, amount).find(({ method, isPossible }) => chosen.includes(method) && !isPossible) ?? null
