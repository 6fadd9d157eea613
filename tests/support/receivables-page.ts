import type { Locator, Page } from 'playwright'
import type { Stripe } from 'stripe'

const DAY_S = 86_400
const AT_ONCE = 12

/** The list of what is open as a person sees it. Words are those of the screen. */
export const receivablesPage = (page: Page) => {
  const grid = page.getByRole('grid', { name: 'Open invoices' })
  return {
    grid,
    rows: grid.locator('tbody tr[aria-rowindex]'),
    row: (number: string): Locator => grid.locator('tbody tr[aria-rowindex]').filter({ hasText: number }),
    tick: (number: string): Locator => grid.getByRole('checkbox', { name: number }),
    filter: (name: string): Locator =>
      page.getByRole('group', { name: 'Which invoices' }).getByRole('button', { name: new RegExp(`^${name}`) }),
    ageing: page.getByRole('region', { name: 'Ageing' }),
    panel: page.getByRole('complementary', { name: 'Invoice', exact: true }),
    bulk: page.getByRole('region', { name: /selected$/ }),
    reminding: page.getByRole('dialog', { name: 'Remind by mail' }),
    refresh: page.getByRole('button', { name: 'Refresh' }),
  }
}

export interface OpenWish {
  readonly amount: number
  readonly currency?: string
  /** Below zero: due so many days from now. */
  readonly daysLate: number
}

/** Open invoices of one customer, each by itself. */
export const makeOpenInvoices = async (
  stripe: Stripe,
  customer: string,
  wishes: readonly OpenWish[],
): Promise<Stripe.Invoice[]> => {
  const made: Stripe.Invoice[] = []
  const makeOne = async ({ amount, currency = 'usd', daysLate }: OpenWish): Promise<Stripe.Invoice> => {
    const draft = await stripe.invoices.create({
      customer,
      currency,
      collection_method: 'send_invoice',
      due_date: Math.floor(Date.now() / 1000) - daysLate * DAY_S,
      pending_invoice_items_behavior: 'exclude',
    })
    await stripe.invoiceItems.create({ customer, invoice: draft.id, amount, currency, description: 'Business, a year' })
    return stripe.invoices.finalizeInvoice(draft.id)
  }
  for (let from = 0; from < wishes.length; from += AT_ONCE)
    made.push(...(await Promise.all(wishes.slice(from, from + AT_ONCE).map(makeOne))))
  return made
}
