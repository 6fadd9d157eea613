import type { Browser, Page } from 'playwright'
import type { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approvalsPage, countersign, openRequest } from '../support/approvals-page.ts'
import {
  type DeskWindow,
  isProbe,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
} from '../support/browser.ts'
import { goTo, shell, signInAs } from '../support/desk-pages.ts'
import { inspect } from '../support/inspect-page.ts'
import { makeOpenInvoices, receivablesPage } from '../support/receivables-page.ts'

// Guards: a thousand open invoices are filtered, worked through with the keyboard and reminded of several at a time, each
// with its own result; one that was paid elsewhere leaves the list on a second person's word; whoever may not sees it all.

const MANY = 1000
/** Longer ago than anything in the sample. */
const OLDEST_DAYS = 200
const NAME = 'Überlingen Gerätebau, Höfische Meß- und Regeltechnik GmbH & Co. Kommanditgesellschaft'
const FORMULA = '=HYPERLINK("http://evil.example";"Total")'

let desk: SampleDesk
let browser: Browser
let finance: DeskWindow
let approver: DeskWindow
let support: DeskWindow
let page: Page
let oldest: Stripe.Invoice[]

beforeAll(async () => {
  desk = await startSampleDesk()
  const { client } = desk.stripe
  const [{ id: customer }, { id: payer }] = await Promise.all([
    client.customers.create({ name: NAME, email: 'ap@ueberlingen.example' }),
    client.customers.create({ name: 'Ostrava Glassworks a.s.', email: 'ap@ostrava.example' }),
  ])
  const many = Array.from({ length: MANY }, (_, at) => ({ amount: 10_000 + at, daysLate: (at % 100) - 50 }))
  await makeOpenInvoices(client, customer, many)
  const ranks = [0, 1, 2, 3]
  oldest = await makeOpenInvoices(
    client,
    payer,
    ranks.map((rank) => ({ amount: 500_000, currency: 'eur', daysLate: OLDEST_DAYS - rank })),
  )
  browser = await launchBrowser()
  finance = await openWindow(browser)
  approver = await openWindow(browser)
  support = await openWindow(browser)
  ;({ page } = finance)
  await Promise.all([finance, approver, support].map((window) => window.page.goto(desk.deskUrl)))
  await signInAs(page, 'finance')
  await signInAs(approver.page, 'approver', 'Jonas')
  await signInAs(support.page, 'support')
  await goTo(page, '#/receivables')
  await receivablesPage(page).refresh.click()
  await receivablesPage(page)
    .row(oldest[0]?.number ?? '')
    .waitFor()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const numberOf = (at: number): string => oldest[at]?.number ?? 'none'

const countOf = async (filter: string): Promise<number> => {
  const text = await receivablesPage(page).filter(filter).innerText()
  return Number(/[\d,]+$/.exec(text)?.[0].replaceAll(',', ''))
}

describe('a thousand open invoices', () => {
  test('stand by age, each currency with a bar of its own, the longest late first', async () => {
    const { ageing, rows } = receivablesPage(page)
    await ageing.getByRole('row', { name: /^EUR/ }).waitFor()
    await ageing.getByRole('row', { name: /^USD/ }).waitFor()
    expect(await rows.first().innerText()).toContain(numberOf(0))
    await page.getByText(/^1,\d\d\d open invoices, /).waitFor()
    expect(await countOf('All open')).toBeGreaterThan(MANY)
    // Only those in sight exist.
    expect(await rows.count()).toBeLessThan(80)
  })

  test('are filtered by what is asked of them, in the address', async () => {
    const { filter, rows } = receivablesPage(page)
    // Each day from 50 before to 49 after it is due has ten of them: 490 late, 190 over 30; the four oldest besides.
    expect(await countOf('Late')).toBeGreaterThanOrEqual(494)
    expect(await countOf('Over 30 days')).toBeGreaterThanOrEqual(194)
    await filter('Promised').click()
    await page.getByText('No open invoice fits this filter.').waitFor()
    expect(page.url()).toContain('show=promised')
    await page.getByRole('button', { name: 'Show all open' }).click()
    await rows.first().waitFor()
  })

  test('nothing is serious in light and dark, narrow and enlarged, with the panel open and rows chosen', async () => {
    const { row, tick, panel, bulk } = receivablesPage(page)
    await row(numberOf(0)).click()
    await panel.getByText('Nobody was reminded, and nothing was noted.').waitFor()
    await tick(numberOf(0)).check()
    await bulk.waitFor()
    expect(await inspect(page)).toEqual({})
    await tick(numberOf(0)).uncheck()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })
})

describe('three of them', () => {
  test('are chosen with j, k and Space, and reminded; each row says what became of it', async () => {
    const { row, panel, bulk, reminding, filter } = receivablesPage(page)
    await filter('Nobody reminded').click()
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await panel.waitFor()
    await bulk.getByText('€15,000.00').waitFor()
    // Paid a moment ago at Stripe: the row on the screen doesn't know it yet.
    await desk.stripe.client.invoices.pay(oldest[2]?.id ?? '', { paid_out_of_band: true })
    await page.keyboard.press('m')
    await reminding.getByText('No mail server is configured', { exact: false }).waitFor()
    expect(await inspect(page)).toEqual({})
    await reminding.getByRole('button', { name: /^Queue 3 letters/ }).click()
    const result = (at: number) => reminding.getByRole('row').filter({ hasText: numberOf(at) })
    await result(0).getByText('first letter queued').waitFor()
    await result(1).getByText('first letter queued').waitFor()
    await result(2).getByText('not open any more').waitFor()
    await reminding.getByRole('button', { name: 'Close' }).click()
    await filter('All open').click()
    await row(numberOf(0))
      .getByText(/^1st, /)
      .waitFor()
    await row(numberOf(2)).waitFor({ state: 'detached' })
  })

  test('are not reminded twice on one day', async () => {
    const { row, panel, reminding } = receivablesPage(page)
    await row(numberOf(0)).click()
    await panel.getByRole('button', { name: /^Remind…/ }).click()
    await reminding.getByRole('button', { name: /^Queue 1 letter/ }).click()
    await reminding.getByText('was reminded today already').waitFor()
    await reminding.getByRole('button', { name: 'Close' }).click()
    await panel.getByText('1st letter by Tobias Rønning').waitFor()
    await panel.getByText('waits in the outbox').waitFor()
  })
})

describe('a promise', () => {
  test('is noted with its day, and is the row’s next step', async () => {
    const { row, panel, filter } = receivablesPage(page)
    await row(numberOf(1)).click()
    await panel.getByRole('button', { name: /^Note…/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Note' })
    await dialog.getByLabel('What was said').fill('Wire announced by their bookkeeping')
    await dialog.getByLabel('Promised for').fill('2099-11-30')
    await dialog.getByRole('button', { name: 'Note it' }).click()
    await row(numberOf(1)).getByText('promised 30 Nov 2099').waitFor()
    await panel.getByText('Wire announced by their bookkeeping').waitFor()
    expect(await filter('Promised').innerText()).toMatch(/1$/)
  })
})

describe('paid elsewhere', () => {
  const TITLE = (): string => `Payment elsewhere of invoice ${numberOf(0)}, 5000.00 EUR`

  test('is asked for with reference and day, and shown before it is', async () => {
    const { row, panel } = receivablesPage(page)
    await row(numberOf(0)).click()
    await panel.getByRole('button', { name: /^Mark as paid elsewhere…/ }).click()
    const form = page.getByRole('form', { name: 'Paid elsewhere' })
    await form.getByLabel('Reference of the payment').fill('SEPA 2026-11-19/88123')
    await form.getByLabel('Paid on').fill('2026-11-19')
    await form.getByLabel('For the approver').fill('It stands on Thursday’s bank statement')
    await form.getByText('1 approver has to sign').waitFor()
    expect(await inspect(page)).toEqual({})
    await form.getByRole('button', { name: /^Ask to mark it as paid/ }).click()
    await approvalsPage(page).card.getByText('SEPA 2026-11-19/88123').first().waitFor()
    await goTo(page, '#/receivables')
    await row(numberOf(0)).getByText('payment told, waits').waitFor()
  })

  test('leaves the list once another person has signed it', async () => {
    await openRequest(approver.page, TITLE())
    await countersign(approver.page, { isFirst: true })
    await receivablesPage(page).row(numberOf(0)).waitFor({ state: 'detached', timeout: 40_000 })
    const { status } = await desk.stripe.client.invoices.retrieve(oldest[0]?.id ?? '')
    expect(status).toBe('paid')
  }, 60_000)
})

describe('the statement of a customer', () => {
  test('tells all of it in a span, and its file runs no formula', async () => {
    const { client } = desk.stripe
    const { id } = await client.customers.create({ name: FORMULA, email: 'ap@formula.example' })
    const [one] = await makeOpenInvoices(client, id, [{ amount: 1_280_000, currency: 'jpy', daysLate: -14 }])
    await goTo(page, `#/receivables/statement/${id}`)
    const account = page.getByRole('table', { name: 'JPY' })
    await account
      .getByRole('row')
      .filter({ hasText: one?.number ?? 'none' })
      .getByText('1,280,000')
      .first()
      .waitFor()
    await account.getByRole('row').filter({ hasText: 'Closing balance' }).getByText('1,280,000').waitFor()
    expect(await inspect(page)).toEqual({})
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    const file = await downloading
    const lines: string[] = []
    for await (const part of await file.createReadStream()) lines.push(String(part))
    expect(lines.join('')).toContain(`"'=HYPERLINK(""http://evil.example"";""Total"")"`)
    expect(lines.join('')).toContain(`,1280000,1280000,JPY`)
  })

  test('prints what it says, without the desk around it', async () => {
    await page.emulateMedia({ media: 'print' })
    await page.getByRole('table', { name: 'JPY' }).waitFor()
    expect(await page.getByRole('button', { name: 'CSV' }).isVisible()).toBe(false)
    expect(await page.getByRole('navigation', { name: 'Desk' }).isVisible()).toBe(false)
    await page.emulateMedia({ media: null })
  })
})

describe('somebody who may not', () => {
  test('sees everything, and who may', async () => {
    await goTo(support.page, '#/receivables')
    const { row, panel } = receivablesPage(support.page)
    await row(numberOf(1)).click()
    const remind = panel.getByRole('button', { name: /^Remind…/ })
    expect(await remind.getAttribute('aria-disabled')).toBe('true')
    await shell(support.page).nav('Receivables').waitFor()
  })
})

test('nothing broke the content policy or a script', () => {
  const faults = [finance, approver, support].flatMap((window) => window.faults)
  expect(faults.filter((fault) => !isProbe(fault))).toEqual([])
})
