import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, enrolKey } from '../support/approvals-page.ts'
import { type StripeSide, stripeAt } from '../support/browser.ts'
import { DOORS, type Door } from '../support/desk-doors.ts'
import { changeTo, goTo, signInAs } from '../support/desk-pages.ts'
import { tabTo } from '../support/keyboard.ts'

// Guards: several small requests are signed in one go by keyboard, each only after it was read, each on its own: what went
// stale meanwhile is told beside its row and stops none of the others, which reach Stripe once.

const teamOf = (name: string) => {
  const { team, customer } = situation(name)
  return { team: team ?? '', customer: customer ?? '' }
}
const WISHES = [
  { ...teamOf('proven'), ticket: 'INC-4861', amount: '11', words: 'An hour without reports' },
  { ...teamOf('manyInvoices'), ticket: 'INC-4862', amount: '12', words: 'An hour without exports' },
  { ...teamOf('enterprise'), ticket: 'INC-4863', amount: '13', words: 'An hour without search' },
] as const
/** Whose balance moves between the reading and the signature. */
const MOVED = WISHES[1]

const titleOf = ({ amount }: { readonly amount: string }) => `Credit of ${amount}.00 USD`

describe.each(DOORS)('$name', ({ open }) => {
  let door: Door
  let stripe: StripeSide
  let before: number[][]

  const entries = (): Promise<number[][]> =>
    Promise.all(
      WISHES.map(async ({ customer }) => {
        const { data } = await stripe.client.customers.listBalanceTransactions(customer, { limit: 100 })
        return data.map(({ amount }) => amount)
      }),
    )
  const dialog = () => door.page.getByRole('dialog', { name: 'Sign several' })
  const row = (wish: { readonly amount: string }) =>
    dialog()
      .getByRole('listitem')
      .filter({ hasText: titleOf(wish) })

  beforeAll(async () => {
    door = await open()
    await door.confirmInSystem()
    const { page } = door
    await signInAs(page, 'support')
    await goTo(page, '#/settings?section=about')
    stripe = stripeAt(`http://${await page.locator('dt:text-is("Stripe") + dd').innerText()}`)
    before = await entries()
    for (const wish of WISHES) await askCredit(page, wish)
    await changeTo(page, 'approver', 'Jonas Whitlock')
    expect(await enrolKey(page)).toBe('active')
    await goTo(page, '#/approvals')
    await approvalsPage(page).card.waitFor()
  })
  afterAll(() => door.close())

  test('what wasn’t read can’t be ticked', async () => {
    const { page } = door
    await page.getByRole('button', { name: 'Sign several' }).press('Enter')
    await dialog().waitFor()
    // The first was opened with the page; the two others were not.
    expect(await dialog().getByRole('checkbox', { disabled: true }).count()).toBe(2)
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sign several')
  })

  test('read with j, ticked with the space bar, signed with Enter: a result beside each', async () => {
    const { page } = door
    for (const wish of WISHES.toReversed()) {
      await approvalsPage(page)
        .card.getByRole('heading', { name: titleOf(wish) })
        .waitFor()
      await page.keyboard.press('j')
    }
    await stripe.client.customers.createBalanceTransaction(MOVED.customer, { amount: -100, currency: 'usd' })
    await page.getByRole('button', { name: 'Sign several' }).press('Enter')
    await dialog().waitFor()
    for (const wish of WISHES.toReversed()) {
      await tabTo(page, new RegExp(`^INPUT ${titleOf(wish)}`))
      await page.keyboard.press('Space')
    }
    await tabTo(page, /^BUTTON Countersign 3/)
    await page.keyboard.press('Enter')
    await row(MOVED).getByText('stale, nothing was sent').waitFor()
    await row(WISHES[0]).getByText('done', { exact: true }).waitFor()
    await row(WISHES[2]).getByText('done', { exact: true }).waitFor()
  })

  test('at Stripe stand the two, once, and of the third nothing', async () => {
    const [first = [], second = [], third = []] = before
    expect(await entries()).toEqual([
      [-1100, ...first],
      [-100, ...second],
      [-1300, ...third],
    ])
  })
})
