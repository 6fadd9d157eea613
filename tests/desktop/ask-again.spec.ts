import { HOUR_MS } from '@countersign/shared/times'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, countersign } from '../support/approvals-page.ts'
import { launchBrowser, openWindow, type SampleDesk, startSampleDesk } from '../support/browser.ts'
import { changeTo, goTo, signInAs, verify } from '../support/desk-pages.ts'

// Guards: a request that nobody decided in 72 hours closes by itself and can't be signed any more; whoever asked asks again
// from its card, once the team is proven anew; only the second one reaches Stripe, once.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }
const TICKET = 'INC-4895'
const TITLE = 'Credit of 6.00 USD'

let desk: SampleDesk
let browser: Browser
let page: Page
let firstId: string

const entries = async (): Promise<number[]> => {
  const { data } = await desk.stripe.client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}
const itemShown = () => page.evaluate(() => new URLSearchParams(location.hash.split('?')[1]).get('item') ?? '')
const openFirst = async () => {
  await goTo(page, `#/approvals?item=${firstId}`)
  await page.getByRole('article', { name: TITLE }).waitFor()
}
const again = () => approvalsPage(page).card.getByRole('button', { name: /^Ask again/ })
const dialog = () => page.getByRole('dialog', { name: 'Ask again' })

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  page = (await openWindow(browser)).page
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
  await askCredit(page, { ...TEAM, ticket: TICKET, amount: '6', words: 'An hour without reports' })
  await approvalsPage(page).card.getByText('waiting, 0 of 1').waitFor()
  firstId = await itemShown()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await browser.close()
  await desk.close()
})

test('after 72 hours it is expired, and no approver can sign it', async () => {
  await desk.halt()
  const now = Date.now.bind(Date)
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 73 * HOUR_MS)
  await desk.resume()
  // The approver's own clock went on as well: a word of three days ago is none of now.
  await page.clock.install({ time: Date.now() })
  // Everybody's session ended long ago.
  await page.reload()
  await signInAs(page, 'approver', 'Jonas Whitlock')
  await openFirst()
  const { card, approve } = approvalsPage(page)
  await card.getByText('expired', { exact: true }).waitFor()
  expect(await approve.count()).toBe(0)
  expect(await again().count()).toBe(0)
  await page.keyboard.press('a')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('whoever asked asks again: not on a proof that is over, and then on a new one', async () => {
  await changeTo(page, 'support')
  await openFirst()
  await page.keyboard.press('n')
  expect(await dialog().getByLabel('Reason').inputValue()).toBe('An hour without reports')
  await dialog().getByRole('button', { name: 'Ask again' }).click()
  await dialog().getByText('There is no live proof of this team for this ticket.').waitFor()
  await page.keyboard.press('Escape')
  await goTo(page, '#/verify')
  expect(await verify(page, { ticket: TICKET, team: TEAM.team })).toBe('Proven')
  await openFirst()
  await page.keyboard.press('n')
  await dialog().getByRole('button', { name: 'Ask again' }).click()
  await approvalsPage(page).card.getByText('waiting, 0 of 1').waitFor()
  expect(await itemShown()).not.toBe(firstId)
  await approvalsPage(page).card.getByText('Asked again after').waitFor()
})

test('the first one names the second, and can’t be asked a third time', async () => {
  await openFirst()
  await approvalsPage(page).card.getByText('Asked again as').waitFor()
  expect(await again().count()).toBe(0)
  await approvalsPage(page)
    .card.getByRole('link', { name: /^….{8}$/ })
    .click()
  await approvalsPage(page).card.getByText('waiting, 0 of 1').waitFor()
})

test('the second is signed, and stands at Stripe once', async () => {
  const before = await entries()
  const secondId = await itemShown()
  await changeTo(page, 'approver', 'Jonas Whitlock')
  await goTo(page, `#/approvals?item=${secondId}`)
  await page.getByRole('article', { name: TITLE }).waitFor()
  await countersign(page, { isFirst: true })
  await approvalsPage(page).card.getByText('It was done, and Stripe says so.').waitFor()
  expect(await entries()).toEqual([-600, ...before])
})
