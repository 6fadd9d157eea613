import { afterAll, beforeAll, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, countersign, openRequest } from '../support/approvals-page.ts'
import { type StripeSide, stripeAt } from '../support/browser.ts'
import { type Door, openDesktopDoor } from '../support/desk-doors.ts'
import { changeTo, goTo, signInAs } from '../support/desk-pages.ts'

// Guards: a change of the policy is tried out and read in words before it is proposed, takes effect with another person's
// signature and not before, and what was asked under the old policy is decided by the old one.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }
const JONAS = 'Jonas Whitlock'
const CHANGE = 'Policy: version 2'

let door: Door
let stripe: StripeSide

const form = () => door.page.getByRole('form', { name: 'Policy' })
const propose = () => form().getByRole('button', { name: 'Propose this change' })
const trial = () => form().getByRole('region', { name: 'Who would have to approve this?' })
const versions = () => door.page.getByRole('list', { name: 'Versions' })

const entries = async (): Promise<number[]> => {
  const { data } = await stripe.client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}

beforeAll(async () => {
  door = await openDesktopDoor()
  const { page } = door
  await door.confirmInSystem()
  await signInAs(page, 'support')
  await goTo(page, '#/settings?section=about')
  stripe = stripeAt(`http://${await page.locator('dt:text-is("Stripe") + dd').innerText()}`)
  await askCredit(page, { ...TEAM, ticket: 'INC-4871', amount: '40', words: 'Asked under the first version' })
  await approvalsPage(page).card.getByText('waiting, 0 of 1').waitFor()
})
afterAll(() => door.close())

test('an administrator changes the form; what it means stands beside it, as a sentence', async () => {
  const { page } = door
  await changeTo(page, 'admin')
  await goTo(page, '#/policy')
  await versions().getByText('version 1 in force').waitFor()
  expect(await propose().getAttribute('title')).toBe('Nothing is changed yet.')
  await trial().getByLabel('Amount').fill('40')
  await trial().getByText('1 approver has to sign').waitFor()
  await form().getByRole('combobox', { name: 'Band 1: Signatures' }).click()
  await page.getByRole('option', { name: 'two' }).click()
  await form().getByText('A credit: one approver always becomes two approvers always.').waitFor()
})

test('the dry run says who would have to sign under it, and nothing is in force', async () => {
  const { page } = door
  await trial().getByText('2 approvers have to sign').waitFor()
  await trial().getByText('Two approvers for a credit: whatever the amount.').waitFor()
  await expect.poll(() => propose().getAttribute('title'), { timeout: 10_000 }).toBe('the approver needs a sentence')
  expect(await versions().getByText('version 2').count()).toBe(0)
  await form().getByLabel('For the approver').fill('Credits doubled last month')
  await propose().click()
  await page.getByRole('article', { name: CHANGE }).waitFor()
})

test('whoever proposed it can’t sign it, and it changes nothing while it waits', async () => {
  const { page } = door
  const { card, approve } = approvalsPage(page)
  await card.getByText('You asked for this yourself; somebody else has to decide.').waitFor()
  await card.getByText('A credit: one approver always becomes two approvers always.').waitFor()
  expect(await approve.count()).toBe(0)
  await page.keyboard.press('a')
  await goTo(page, '#/policy')
  await versions().getByText('version 1 in force').waitFor()
})

test('an approver signs it, and the new version is in force', async () => {
  const { page } = door
  await changeTo(page, 'approver', JONAS)
  await openRequest(page, CHANGE)
  await countersign(page, { isFirst: true })
  await approvalsPage(page).card.getByText('It was done.').waitFor()
  await goTo(page, '#/policy')
  await versions().getByText('version 2 in force').waitFor()
  expect(await form().getByRole('combobox', { name: 'Band 1: Signatures' }).inputValue()).toBe('two')
})

test('what waited is decided by the version that it was asked under: one signature, once at Stripe', async () => {
  const { page } = door
  const before = await entries()
  await openRequest(page, 'Credit of 40.00 USD')
  const { card } = approvalsPage(page)
  await card.getByText('policy version 1').waitFor()
  await card.getByRole('heading', { name: 'Why one signature' }).waitFor()
  await countersign(page)
  await card.getByText('It was done, and Stripe says so.').waitFor()
  expect(await entries()).toEqual([-4000, ...before])
})

test('what is asked from now on needs two', async () => {
  const { page } = door
  await changeTo(page, 'support')
  await askCredit(page, { ...TEAM, ticket: 'INC-4872', amount: '5', words: 'Asked under the second version' })
  const { card } = approvalsPage(page)
  await card.getByText('waiting, 0 of 2').waitFor()
  await card.getByText('policy version 2').waitFor()
})
