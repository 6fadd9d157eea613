import type { Browser, Page } from 'playwright'
import type { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countersign, openRequest } from '../support/approvals-page.ts'
import {
  type DeskWindow,
  isProbe,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
} from '../support/browser.ts'
import { goTo, signInAs } from '../support/desk-pages.ts'
import { inspect } from '../support/inspect-page.ts'
import {
  BRIGHTWATER,
  chooseNewCustomer,
  goOnToReview,
  invoicesFor,
  invoicesPage,
  makeDraft,
  onlyInvoice,
  type QuoteWish,
  recordQuote,
  startInvoice,
} from '../support/invoices-page.ts'
import { pdfLines } from '../support/pdf-text.ts'

// Guards: finance goes from an accepted quote to an invoice that was sent on one page, and what Stripe then has is what was
// accepted, to the minor unit; nothing that differs passes unseen.

let desk: SampleDesk
let browser: Browser
let finance: DeskWindow
let approver: DeskWindow
let page: Page

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  finance = await openWindow(browser)
  approver = await openWindow(browser)
  ;({ page } = finance)
  await page.goto(desk.deskUrl)
  await signInAs(page, 'finance')
  await approver.page.goto(desk.deskUrl)
  await signInAs(approver.page, 'approver', 'Jonas')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const at = () => invoicesPage(page)
const press = (keys: string): Promise<void> => page.keyboard.press(keys)

/** What an invoice at Stripe must be, whoever made it. */
const factsOf = ({
  status,
  collection_method,
  total,
  currency,
  description,
  metadata,
  payment_settings,
}: Stripe.Invoice) => ({
  status,
  collection_method,
  total,
  currency,
  description,
  quote: metadata?.['countersign_quote'],
  team: metadata?.['team'],
  ticket: metadata?.['ticket'],
  methods: payment_settings.payment_method_types?.toSorted(),
})

describe('three lines in dollars', () => {
  test('begin with who is billed, and each step waits for nothing but the person', async () => {
    await goTo(page, '#/invoices/new')
    await page.getByText('No quote is named.').waitFor()
    await press('g')
    await press('i')
    await page
      .getByText('An invoice by hand begins with an accepted quote.')
      .or(page.getByText('Nothing is in this state.'))
      .waitFor()
    expect(await inspect(page)).toEqual({})
    await recordQuote(page, BRIGHTWATER)
    await startInvoice(page)
    await at().at('Customer').waitFor()
    expect(await inspect(page)).toEqual({})
    await chooseNewCustomer(page)
    await press('Control+Enter')
    await at().at('Lines').waitFor()
    await press('Escape')
    await at().at('Customer').waitFor()
    expect(await page.getByRole('radio', { name: 'A new customer' }).isChecked()).toBe(true)
  })

  test('name a changed quantity, and can’t be sent until somebody accepts it by name', async () => {
    await press('Control+Enter')
    await at().cell('Qty', 3).fill('12')
    // 2 × 240.00 more than the 44,400.00 that were accepted.
    await at().differences.getByText('other quantity: 10 × 240.00, now 12 × 240.00').waitFor()
    await at().saved.waitFor()
    expect(await inspect(page)).toEqual({})
    await press('Control+Enter')
    expect(await inspect(page)).toEqual({})
    await press('Control+Enter')
    await makeDraft(page)
    const ask = page.getByRole('button', { name: /^Ask for approval of/ })
    expect(await ask.getAttribute('aria-disabled')).toBe('true')
    expect(await ask.getAttribute('title')).toContain('Development instance, yearly')
    await press('Control+Enter')
    await at().at('Review').waitFor()
    await at()
      .differences.getByRole('textbox', { name: /^Why Development instance/ })
      .fill('Two more seats, agreed by e-mail on 18 November')
    await at().differences.getByRole('button', { name: 'Accept +$480.00' }).click()
    await page.getByText('1 approver has to sign').waitFor()
    await expect.poll(() => ask.getAttribute('title')).toBeNull()
    expect(await inspect(page)).toEqual({})
  })

  test('say what is typed and isn’t saved, and need a memo that cites the quote', async () => {
    await press('Escape')
    const memo = page.getByRole('textbox', { name: 'Memo' })
    const text = await memo.inputValue()
    await memo.fill('Thank you.')
    await page.getByText('Not saved: Q-2026-131 isn’t in it').waitFor()
    await memo.fill(`${text} ${'x'.repeat(500)}`)
    await page.getByText(/^Not saved: \d+ characters too many$/).waitFor()
    await memo.fill(text)
    await at().saved.waitFor()
  })

  test('taken back to what was accepted are asked for and wait for an approver', async () => {
    await at().step('Lines').click()
    await page.getByRole('button', { name: 'All as quoted' }).click()
    await at().saved.waitFor()
    await at().step('Review').click()
    await page.getByRole('button', { name: 'Make the draft anew' }).click()
    await page.getByText('Nothing differs from the quote.').waitFor()
    await at().paper.getByText('$44,400.00').first().waitFor()
    expect(await onlyInvoice(desk.stripe, 'Q-2026-131')).toMatchObject({ status: 'draft', total: 4_440_000 })
    await page.getByRole('button', { name: 'Ask for approval of $44,400.00' }).click()
    await at().at('Approval').waitFor()
    await page.getByText('0 of 1 approver signed').waitFor()
    expect((await onlyInvoice(desk.stripe, 'Q-2026-131')).status).toBe('draft')
    expect(await inspect(page)).toEqual({})
  })

  test('once signed are open at Stripe, as accepted to the cent, and were mailed', async () => {
    await openRequest(approver.page, 'Invoice of 44400.00 USD for quote Q-2026-131')
    await countersign(approver.page, { isFirst: true })
    await expect
      .poll(async () => (await onlyInvoice(desk.stripe, 'Q-2026-131')).status, { timeout: 20_000 })
      .toBe('open')
    const invoice = await onlyInvoice(desk.stripe, 'Q-2026-131')
    expect(factsOf(invoice)).toEqual({
      status: 'open',
      collection_method: 'send_invoice',
      // 24,000.00 + 20 × 900.00 + 10 × 240.00
      total: 4_440_000,
      currency: 'usd',
      description: 'Accepted quote Q-2026-131 of 17 Nov 2026, by Dolores Castellanos-Whitmore. Terms 2026-03.',
      quote: 'Q-2026-131',
      team: '4PwS7vHc2N',
      ticket: 'INC-9001',
      methods: ['card', 'us_bank_account'],
    })
    const days = ((invoice.due_date ?? 0) - (invoice.status_transitions.finalized_at ?? 0)) / 86_400
    expect(Math.round(days)).toBe(30)
    const isMailed = async () => {
      const { data } = await desk.stripe.client.events.list({ type: 'invoice.sent', limit: 100 })
      return data.filter(({ data: { object } }) => 'id' in object && object.id === invoice.id).length
    }
    await expect.poll(isMailed).toBe(1)
  })

  test('have a PDF behind the button, which says number, total and quote', async () => {
    await page.getByText('1 of 1 approver signed').waitFor()
    await page.getByRole('button', { name: 'Go on to sent' }).waitFor()
    await press('Control+Enter')
    await at().at('Sent').waitFor()
    expect(await inspect(page)).toEqual({})
    const opening = finance.context.waitForEvent('page')
    await page.getByRole('button', { name: 'PDF' }).click()
    const opened = await opening
    const request = opened.url() === 'about:blank' ? await opened.waitForEvent('request') : null
    const address = request?.url() ?? opened.url()
    await opened.close()
    const { number, invoice_pdf: pdf } = await onlyInvoice(desk.stripe, 'Q-2026-131')
    expect(address).toBe(pdf)
    const lines = pdfLines(Buffer.from(await (await fetch(address)).arrayBuffer()))
    expect(lines[0]).toBe(`Invoice ${number}`)
    expect(lines).toContain('Total: USD 44400.00')
    expect(lines.join(' ')).toContain(
      'Memo: Accepted quote Q-2026-131 of 17 Nov 2026, by Dolores Castellanos-Whitmore. Terms 2026-03.',
    )
  })

  test('once paid at Stripe move along the chain, on the page and in the list', async () => {
    const { id } = await onlyInvoice(desk.stripe, 'Q-2026-131')
    await at().chain.getByText(/^due/).waitFor()
    await desk.stripe.client.invoices.pay(id ?? '', { paid_out_of_band: true })
    await page.getByRole('button', { name: 'Ask Stripe again' }).click()
    await at()
      .chain.getByText(/^paid,/)
      .waitFor()
    await goTo(page, '#/invoices?show=paid')
    await at().deal('Q-2026-131').click()
    await at()
      .panel.getByText(/^paid,/)
      .waitFor()
    expect(await inspect(page)).toEqual({})
  })

  test('can’t be invoiced twice without a reason', async () => {
    await goTo(page, '#/quotes')
    await page.getByRole('grid', { name: 'Quotes' }).getByRole('row').filter({ hasText: 'Q-2026-131' }).click()
    await page.getByRole('button', { name: /^Make another invoice/ }).click()
    await page.getByText('This quote has an invoice already').waitFor()
    await page.getByRole('list', { name: 'From quote to delivery' }).waitFor()
    expect(await inspect(page)).toEqual({})
    const second = page.getByRole('button', { name: 'Start a second invoice' })
    expect(await second.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('textbox', { name: 'Why once more' }).fill('The first was paid for another year')
    await second.click()
    await page.getByText('The first was paid for another year').waitFor()
    await page.getByRole('button', { name: 'Discard…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Discard this invoice?' })
    await dialog.getByRole('textbox').fill('It was a mistake')
    await dialog.getByRole('button', { name: 'Discard the invoice' }).click()
    await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor()
    expect(await invoicesFor(desk.stripe, 'Q-2026-131')).toHaveLength(1)
  })
})

describe('other currencies, which need nobody’s word below their band', () => {
  const send = async (wish: QuoteWish, amount: string): Promise<Stripe.Invoice> => {
    await recordQuote(page, wish)
    await startInvoice(page)
    await chooseNewCustomer(page)
    await goOnToReview(page)
    await makeDraft(page)
    await page.getByText('Nobody has to approve this').waitFor()
    await page.getByRole('button', { name: `Send ${amount} now` }).click()
    await expect
      .poll(async () => (await onlyInvoice(desk.stripe, wish.reference)).status, { timeout: 20_000 })
      .toBe('open')
    return onlyInvoice(desk.stripe, wish.reference)
  }

  test('euros go out with card, SEPA debit and bank transfer', async () => {
    const invoice = await send(
      {
        reference: 'AN-7713',
        customer: 'شركة النخيل للأتمتة الصناعية',
        email: 'rechnung@nakheel.example',
        acceptedBy: 'Layla Haddad',
        team: 'NkL52C9aTr',
        currency: 'EUR',
        lines: [['Business, yearly', '3', '1,249.99']],
      },
      '€3,749.97',
    )
    // 3 × 1,249.99
    expect(factsOf(invoice)).toMatchObject({
      total: 374_997,
      currency: 'eur',
      methods: ['card', 'customer_balance', 'sepa_debit'],
    })
  })

  test('yen go out without decimals', async () => {
    const invoice = await send(
      {
        reference: 'ミナト-44',
        customer: '株式会社ミナト計測',
        email: 'keiri@minato.example',
        acceptedBy: '佐藤 健一',
        team: 'MinT66D0qZ',
        currency: 'JPY',
        lines: [['ビジネス、年間', '4', '320,000']],
      },
      '¥1,280,000',
    )
    // 4 × 320,000
    expect(factsOf(invoice)).toMatchObject({ total: 1_280_000, currency: 'jpy' })
    expect(await inspect(page)).toEqual({})
  })
})

test('all of it broke neither the content policy nor a script', () => {
  expect([...finance.faults, ...approver.faults].filter((fault) => !isProbe(fault))).toEqual([])
})
