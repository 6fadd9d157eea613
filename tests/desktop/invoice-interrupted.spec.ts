import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
  invoicesFor,
  invoicesPage,
  makeDraft,
  onlyInvoice,
  type QuoteWish,
  recordQuote,
  startInvoice,
} from '../support/invoices-page.ts'

// Guards: whatever interrupts the wizard (a companion that dies, another window, a page that was left) loses nothing that
// was typed, overwrites nothing unseen, and leaves one draft at Stripe.

let desk: SampleDesk
let browser: Browser
let finance: DeskWindow
let page: Page

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  finance = await openWindow(browser)
  ;({ page } = finance)
  await page.goto(desk.deskUrl)
  await signInAs(page, 'finance')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const at = () => invoicesPage(page)
const wish: QuoteWish = { ...BRIGHTWATER, reference: 'Q-2026-140', team: 'Mw3Kd8RtZv' }

describe('two windows on one invoice', () => {
  let other: DeskWindow

  test('the slower one is told, and keeps its own over the other only when somebody says so', async () => {
    await recordQuote(page, { ...BRIGHTWATER, reference: 'Q-2026-150', team: 'Rt5Yh9LmXc' })
    const id = await startInvoice(page)
    await at().step('Payment').click()
    const days = page.getByRole('textbox', { name: 'Days until due' })
    await days.waitFor()

    other = await openWindow(browser)
    await other.page.goto(desk.deskUrl)
    await signInAs(other.page, 'finance')
    await goTo(other.page, `#/invoices/${id}?step=payment`)
    const theirs = other.page.getByRole('textbox', { name: 'Days until due' })
    await theirs.fill('14')
    await invoicesPage(other.page).saved.waitFor()

    await days.fill('60')
    await page.getByText('Somebody else changed this invoice meanwhile.').waitFor()
    expect(await inspect(page)).toEqual({})
    await page.getByRole('button', { name: 'Keep mine over it' }).click()
    await at().saved.waitFor()
    expect(await days.inputValue()).toBe('60')
    await other.page.reload()
    await expect.poll(() => theirs.inputValue()).toBe('60')
    await other.context.close()
  })

  test('a page that is left at once has saved what was typed', async () => {
    const url = page.url()
    await page.getByRole('textbox', { name: 'Days until due' }).fill('75')
    await goTo(page, '#/invoices')
    await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor()
    await page.goto('about:blank')
    await page.goto(url)
    const days = page.getByRole('textbox', { name: 'Days until due' })
    await expect.poll(() => days.inputValue()).toBe('75')

    // Left while one save is on its way and more was typed since.
    let sent = 0
    await page.route(/invoices\.keep/, async (route) => {
      sent += 1
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.continue()
    })
    await days.fill('76')
    await expect.poll(() => sent).toBe(1)
    await days.fill('77')
    const second = page.waitForResponse((answer) => sent === 2 && /invoices\.keep/.test(answer.url()))
    await goTo(page, '#/invoices')
    await second
    await page.unroute(/invoices\.keep/)
    await page.goto('about:blank')
    await page.goto(url)
    await expect.poll(() => days.inputValue()).toBe('77')
  })

  test('somebody who only reads sees what was chosen, and why nothing can be changed', async () => {
    const reader = await openWindow(browser)
    await reader.page.goto(desk.deskUrl)
    await signInAs(reader.page, 'auditor')
    const path = new URL(page.url()).hash
    for (const step of ['customer', 'lines', 'payment', 'review', 'approval', 'sent']) {
      await goTo(reader.page, path.replace(/step=\w+/, `step=${step}`))
      await reader.page.getByText('Can’t be changed: only finance').waitFor()
      expect(await reader.page.getByRole('alert').count()).toBe(0)
    }
    await reader.context.close()
  })
})

describe('a companion that dies', () => {
  test('while somebody types loses nothing, and says what isn’t saved', async () => {
    await recordQuote(page, wish)
    await startInvoice(page)
    await chooseNewCustomer(page)
    await at().step('Payment').click()
    const days = page.getByRole('textbox', { name: 'Days until due' })
    await days.waitFor()
    await desk.halt()
    await days.fill('45')
    await page.getByText('What you typed is not saved').waitFor()
    await desk.resume()
    await at().saved.waitFor({ timeout: 60_000 })
    expect(await days.inputValue()).toBe('45')
  })

  test('in the middle of the draft goes on with it, and makes one', async () => {
    await at().step('Review').click()
    await desk.stripe.fail({ kind: 'error_before', path: '/v1/invoices/*/add_lines' })
    await page.getByRole('button', { name: /^Make the draft/ }).click()
    await page.getByText('The draft is being made at Stripe').first().waitFor()
    // The draft is there, and its lines are not.
    await expect.poll(async () => (await invoicesFor(desk.stripe, 'Q-2026-140')).length, { timeout: 20_000 }).toBe(1)
    await desk.halt()
    await desk.resume()
    await desk.stripe.mend()
    await at().paper.getByText('Amount due').waitFor({ timeout: 150_000 })
    const { id } = await onlyInvoice(desk.stripe, 'Q-2026-140')
    const { lines, total } = await desk.stripe.client.invoices.retrieve(id ?? '')
    expect([lines.data.length, total]).toEqual([3, 4_440_000])
    expect(await inspect(page)).toEqual({})
  }, 200_000)
})

const customerOf = async (reference: string): Promise<string> => {
  const { customer } = await onlyInvoice(desk.stripe, reference)
  if (typeof customer !== 'string') throw new Error(`the invoice of ${reference} has no customer`)
  return customer
}

describe('the customer of a deal', () => {
  test('has it on the page of its team, and from there alone in the list', async () => {
    const customer = await customerOf('Q-2026-140')
    await goTo(page, `#/teams/${customer}`)
    const deals = page.getByRole('region', { name: 'Invoices by hand' })
    await deals.getByText('not asked for yet').waitFor()
    expect(await inspect(page)).toEqual({})
    await deals.getByRole('link', { name: 'All of this team' }).click()
    await at().deal('Q-2026-140').waitFor()
    expect(await at().deal('Q-2026-150').count()).toBe(0)
    await page.getByRole('button', { name: 'Remove Team Mw3Kd8RtZv' }).click()
    await at().deal('Q-2026-150').waitFor()
    await at().deal('Q-2026-150').dblclick()
    await page.waitForURL(/#\/invoices\/miv_/)
  })

  test('sees it beside its other deals in the review', async () => {
    const customer = await customerOf('Q-2026-140')
    await recordQuote(page, { ...wish, reference: 'Q-2026-141' })
    await startInvoice(page)
    await page.getByText(customer).waitFor()
    await page.getByRole('radio').first().check()
    await at().saved.waitFor()
    await at().step('Review').click()
    await makeDraft(page)
    const deals = page.getByRole('region', { name: 'This customer’s deals' })
    await deals.getByRole('link', { name: 'Q-2026-140' }).waitFor()
    expect(await deals.getByRole('listitem').filter({ hasText: 'Q-2026-141' }).getByRole('link').count()).toBe(0)
    expect(await inspect(page)).toEqual({})
  })
})

test('all of it broke neither the content policy nor a script', () => {
  expect(finance.faults.filter((fault) => !isProbe(fault))).toEqual([])
})
