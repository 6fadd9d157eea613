import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, countersign, fillCredit, openRequest } from '../support/approvals-page.ts'
import { launchBrowser, openWindow, type SampleDesk, startSampleDesk } from '../support/browser.ts'
import { changeTo, goTo, signInAs, teamPage, verify, verifyPage } from '../support/desk-pages.ts'

// Guards: from a case one comes to its proven team and to a credit for it; the case stays open until that is over and
// closes with its ticket; from then on nothing that moves money is asked for on it, also from a form that was open before.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }
const TICKET = 'INC-4899'
const WISH = { ...TEAM, ticket: TICKET, amount: '14', words: 'A day without reports' }

let desk: SampleDesk
let browser: Browser
let ines: Page
let tobias: Page

const entries = async (): Promise<number[]> => {
  const { data } = await desk.stripe.client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}
const close = (page: Page) =>
  page.getByRole('complementary', { name: 'What can be done' }).getByRole('button', { name: 'Close with the ticket' })
const openCase = async (page: Page) => {
  await goTo(page, `#/cases/${TICKET}`)
  await close(page).waitFor()
}
const openCreditForm = async (page: Page) => {
  await openCase(page)
  await page.keyboard.press('o')
  await teamPage(page).tab('Overview').waitFor()
  await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
  await page.keyboard.press('c')
}

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  ines = (await openWindow(browser)).page
  tobias = (await openWindow(browser)).page
  for (const [page, role] of [
    [ines, 'support'],
    [tobias, 'finance'],
  ] as const) {
    await page.goto(desk.deskUrl)
    await signInAs(page, role)
  }
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

test('the proof opens the case; the case leads to the team, the team to a credit', async () => {
  const before = await entries()
  expect(await verify(ines, { ticket: TICKET, team: TEAM.team })).toBe('Proven')
  await verifyPage(ines).verdict.getByRole('link', { name: 'Open case' }).click()
  await close(ines).waitFor()
  await openCreditForm(ines)
  const ask = await fillCredit(ines, WISH)
  await ask.click()
  await approvalsPage(ines).card.getByText('waiting, 0 of 1').waitFor()
  expect(await entries()).toEqual(before)
})

test('while somebody’s word is missing, the case can’t be closed', async () => {
  await openCase(ines)
  await ines.getByRole('region', { name: 'The case', exact: true }).getByText('1 waits for an approver').waitFor()
  expect(await close(ines).getAttribute('aria-disabled')).toBe('true')
  await ines.keyboard.press('x')
  expect(await ines.getByRole('dialog').count()).toBe(0)
})

test('an approver signs, and it stands at Stripe once', async () => {
  const before = await entries()
  await changeTo(tobias, 'approver', 'Jonas Whitlock')
  await openRequest(tobias, 'Credit of 14.00 USD')
  await countersign(tobias, { isFirst: true })
  await approvalsPage(tobias).card.getByText('It was done, and Stripe says so.').waitFor()
  expect(await entries()).toEqual([-1400, ...before])
})

test('it closes with its ticket, by somebody else, while a second credit stands filled in', async () => {
  await openCreditForm(ines)
  await fillCredit(ines, { ...WISH, amount: '3', words: 'And an hour on top' })
  await changeTo(tobias, 'finance')
  await openCase(tobias)
  await expect.poll(() => close(tobias).getAttribute('aria-disabled')).toBeNull()
  await tobias.keyboard.press('x')
  await tobias
    .getByRole('dialog', { name: `Close with ${TICKET}` })
    .getByRole('button', { name: 'Close case' })
    .click()
  await tobias.getByText(`Closed with ${TICKET}`).first().waitFor()
})

test('the closed case refuses the second one by name, and nothing of it is at Stripe', async () => {
  const before = await entries()
  await ines.keyboard.press('Control+Enter')
  await ines.getByText('The case of this ticket is closed.').first().waitFor()
  await goTo(ines, '#/approvals')
  await approvalsPage(ines).item('Credit of 14.00 USD').first().waitFor()
  expect(await approvalsPage(ines).item('Credit of 3.00 USD').count()).toBe(0)
  expect(await entries()).toEqual(before)
})

test('on the team’s page nothing is asked for until it is proven anew', async () => {
  await goTo(ines, `#/teams/${TEAM.customer}?team=${TEAM.team}&ticket=${TICKET}`)
  await teamPage(ines).tab('Overview').waitFor()
  // What was read of a customer is read anew by a person only, so that each look is one of theirs.
  await ines.keyboard.press('r')
  await teamPage(ines).proof.getByText('its case was closed', { exact: false }).waitFor()
  await ines.keyboard.press('c')
  expect(await ines.getByRole('form', { name: 'Credit' }).count()).toBe(0)
  await goTo(ines, '#/verify')
  expect(await verify(ines, { ticket: TICKET, team: TEAM.team })).toBe('Proven')
  await openCreditForm(ines)
  await ines.getByRole('form', { name: 'Credit' }).waitFor()
})
