import type { Locator, Page } from 'playwright'
import type { Stripe } from 'stripe'
import type { StripeSide } from './browser.ts'
import { goTo } from './desk-pages.ts'
import { quotesPage } from './quotes-page.ts'

/** The wizard and the list of deals as a person sees them. Words are those of the screen. */
export const invoicesPage = (page: Page) => ({
  step: (name: string): Locator =>
    page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(name) }),
  at: (name: string): Locator =>
    page.getByRole('navigation', { name: 'Steps' }).locator('[aria-current="step"]').filter({ hasText: name }),
  saved: page.getByRole('status').filter({ hasText: /^Saved$/ }),
  main: (name: string | RegExp): Locator => page.getByRole('button', { name }),
  cell: (what: 'Line' | 'Qty' | 'Price', at: number): Locator =>
    page.getByRole('textbox', { name: `${what}, line ${at}`, exact: true }),
  paper: page.getByRole('region', { name: 'What the customer sees' }),
  differences: page.getByRole('region', { name: 'What differs from the quote' }),
  chain: page.getByRole('list', { name: 'From quote to delivery' }),
  deal: (text: string): Locator => page.getByRole('grid', { name: 'Deals' }).getByRole('row').filter({ hasText: text }),
  panel: page.getByRole('complementary', { name: 'Deal' }),
})

export interface QuoteWish {
  readonly reference: string
  readonly customer: string
  readonly email: string
  readonly acceptedBy: string
  readonly currency?: string
  readonly team?: string
  readonly ticket?: string
  readonly lines: readonly (readonly [description: string, quantity: string, price: string])[]
}

/** Records what was accepted on 17 November 2026, net 30, and ends at the list with the quote beside it. */
export const recordQuote = async (page: Page, wish: QuoteWish): Promise<void> => {
  const { form, text, fillLine, panel } = quotesPage(page)
  await goTo(page, '#/quotes/new')
  await form.waitFor()
  await text('Reference', wish.reference)
  await text('Customer', wish.customer)
  await text('Billing e-mail', wish.email)
  await text('Accepted by', wish.acceptedBy)
  await form.getByLabel('Accepted on').fill('2026-11-17')
  await text('Terms accepted', '2026-03')
  await text('Days until due', '30')
  await text('Currency', wish.currency ?? 'USD')
  if (wish.team !== undefined) await text('Team id', wish.team)
  if (wish.ticket !== undefined) await text('Ticket', wish.ticket)
  for (const [at, line] of wish.lines.entries()) {
    if (at > 0) await form.getByRole('button', { name: 'Add a line' }).click()
    await fillLine(at + 1, line)
  }
  await page.getByRole('button', { name: /^Record the quote/ }).click()
  await panel.getByText(wish.reference).first().waitFor()
}

/** From the quote beside the list to the first step. */
export const startInvoice = async (page: Page): Promise<string> => {
  await quotesPage(page)
    .panel.getByRole('button', { name: /^Make (the|another) invoice/ })
    .click()
  await page.waitForURL(/#\/invoices\/miv_/)
  await page.getByRole('navigation', { name: 'Steps' }).waitFor()
  return /miv_[0-9A-Z]{26}/.exec(page.url())?.[0] ?? ''
}

/** 24,000.00 + 20 × 900.00 + 10 × 240.00 = 44,400.00 USD. */
export const BRIGHTWATER: QuoteWish = {
  reference: 'Q-2026-131',
  customer: 'Brightwater Municipal Utilities District No. 14, SCADA Operations and Telemetry',
  email: 'accounts.payable@brightwater.example',
  acceptedBy: 'Dolores Castellanos-Whitmore',
  team: '4PwS7vHc2N',
  ticket: 'INC-9001',
  lines: [
    ['Enterprise, self-managed, yearly', '1', '24,000.00'],
    ['Production instance, yearly', '20', '900.00'],
    ['Development instance, yearly', '10', '240.00'],
  ],
}

export const chooseNewCustomer = async (page: Page): Promise<void> => {
  await page.getByRole('radio', { name: 'A new customer' }).click()
  await invoicesPage(page).saved.waitFor()
}

/** By the keyboard through what needs no change. */
export const goOnToReview = async (page: Page): Promise<void> => {
  for (const step of ['Lines', 'Payment', 'Review']) {
    await page.keyboard.press('Control+Enter')
    await invoicesPage(page).at(step).waitFor()
  }
}

export const makeDraft = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Make the draft/ }).click()
  await invoicesPage(page).paper.getByText('Amount due').waitFor()
}

/** Every invoice that the account has for this quote, whatever became of it. */
export const invoicesFor = async ({ client }: StripeSide, reference: string): Promise<Stripe.Invoice[]> => {
  const { data } = await client.invoices.list({ limit: 100 })
  return data.filter(({ description }) => description?.includes(reference) === true)
}

export const onlyInvoice = async (stripe: StripeSide, reference: string): Promise<Stripe.Invoice> => {
  const [invoice, ...others] = await invoicesFor(stripe, reference)
  if (!invoice || others.length > 0) throw new Error(`${reference} has ${invoice ? others.length + 1 : 0} invoices`)
  return invoice
}
