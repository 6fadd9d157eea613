import type { Stripe } from 'stripe'
import { type Bench, freshAccount, openShop, payingCustomer } from '../support.ts'

export { DAY, invoicesOf, JUNE, openBench, refusalOf } from '../support.ts'

/** A fresh account on 1 June 2026 with a shop and a customer who can pay. */
export const openDay = async (bench: Bench) => {
  const account = freshAccount(bench)
  const shop = await openShop(account.stripe)
  const { id: customer } = await payingCustomer(account.stripe)
  return { ...account, ...shop, customer }
}

export type Day = Awaited<ReturnType<typeof openDay>>

/** One draft with these amounts, in this order, as its lines. */
export const draftOf = async (
  { stripe, customer }: Pick<Day, 'customer' | 'stripe'>,
  amounts: readonly number[],
  params: Stripe.InvoiceCreateParams = {},
): Promise<Stripe.Invoice> => {
  const { id } = await stripe.invoices.create({ customer, currency: 'usd', ...params })
  const currency = params.currency ?? 'usd'
  for (const amount of amounts) await stripe.invoiceItems.create({ customer, invoice: id, amount, currency })
  return stripe.invoices.retrieve(id)
}

export const firstItem = ({ items }: Stripe.Subscription): string => items.data[0]?.id ?? ''
