import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, countersign, enrolKey, openRequest, vouchFor } from '../support/approvals-page.ts'
import { type StripeSide, stripeAt } from '../support/browser.ts'
import { type Door, openBrowserDoor, openDesktopDoor } from '../support/desk-doors.ts'
import { changeTo, goTo, signInAs } from '../support/desk-pages.ts'

// Guards: what two have to sign stays at Stripe as it was until both did, each with a key of their own on the desktop; one
// person's second word is no second person's; a browser's key doesn't count for it.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }
const JONAS = 'Jonas Whitlock'
const MARA = 'Mara Okonkwo-Lindqvist'
// A team's 24 hours hold 250.00 USD before two have to sign: 260.00 are over it.
const WISH = { ...TEAM, ticket: 'INC-4850', amount: '260', words: 'The whole week without the dashboard' }
const TITLE = 'Credit of 260.00 USD'

const entriesAt = async ({ client }: StripeSide): Promise<number[]> => {
  const { data } = await client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}

/** Signed in for support, with 260.00 asked for. */
const askAt = async ({ page }: Door): Promise<{ stripe: StripeSide; before: number[] }> => {
  await signInAs(page, 'support')
  await goTo(page, '#/settings?section=about')
  const stripe = stripeAt(`http://${await page.locator('dt:text-is("Stripe") + dd').innerText()}`)
  const before = await entriesAt(stripe)
  await askCredit(page, WISH)
  await approvalsPage(page).card.getByText('waiting, 0 of 2').waitFor()
  return { stripe, before }
}

describe('on the desktop', () => {
  let door: Door
  let stripe: StripeSide
  let before: number[]

  beforeAll(async () => {
    door = await openDesktopDoor()
    await door.confirmInSystem()
    ;({ stripe, before } = await askAt(door))
  })
  afterAll(() => door.close())

  test('the card says that two have to sign, and why', async () => {
    const { card } = approvalsPage(door.page)
    await card.getByRole('heading', { name: 'Why two signatures' }).waitFor()
    const rule = card.getByText('is over the budget of 250.00 USD')
    expect(await rule.first().innerText()).toContain('260.00 USD together with what the team was given in 24 hours')
    expect(await card.getByText('Decided on the desktop only.').isVisible()).toBe(true)
  })

  test('the first signature leaves it open, says so, and sends nothing', async () => {
    const { page } = door
    await changeTo(page, 'approver', JONAS)
    await openRequest(page, TITLE)
    await countersign(page, { isFirst: true })
    const { card, item } = approvalsPage(page)
    await card.getByText('waiting, 1 of 2').waitFor()
    await expect.poll(() => item(TITLE).first().innerText()).toContain('1 of 2')
    expect(await entriesAt(stripe)).toEqual(before)
  })

  test('who signed can’t sign again, by button or key', async () => {
    const { page } = door
    const { card, approve, reject } = approvalsPage(page)
    expect(await card.getByText('You have given your word; another approver has to give theirs.').isVisible()).toBe(
      true,
    )
    expect(await approve.count()).toBe(0)
    expect(await reject.count()).toBe(0)
    await page.keyboard.press('a')
    await page.keyboard.press('r')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await card.getByText('waiting, 1 of 2').waitFor()
    expect(await card.getByText(/^signed at/).count()).toBe(1)
    expect(await entriesAt(stripe)).toEqual(before)
  })

  test('a second person’s key signs only once the first vouched for it', async () => {
    const { page } = door
    await changeTo(page, 'approver', MARA)
    expect(await enrolKey(page)).toBe('waiting')
    await openRequest(page, TITLE)
    await approvalsPage(page).approve.click()
    await page.getByText('Nothing was signed', { exact: true }).waitFor()
    expect(await entriesAt(stripe)).toEqual(before)
    await changeTo(page, 'approver', JONAS)
    await vouchFor(page, MARA)
  })

  test('the second signature carries it out, once', async () => {
    const { page } = door
    await changeTo(page, 'approver', MARA)
    await openRequest(page, TITLE)
    const { card, approve } = approvalsPage(page)
    await approve.click()
    await card.getByText('It was done, and Stripe says so.').waitFor()
    expect(await card.getByText(/^signed at/).count()).toBe(2)
    expect(await entriesAt(stripe)).toEqual([-26_000, ...before])
    await page.keyboard.press('a')
    expect(await approve.count()).toBe(0)
    expect(await entriesAt(stripe)).toEqual([-26_000, ...before])
  })
})

describe('in a browser', () => {
  let door: Door

  beforeAll(async () => {
    door = await openBrowserDoor()
  })
  afterAll(() => door.close())

  test('it is read and not decided, though the browser’s key countersigns what one decides', async () => {
    const { page } = door
    const { stripe, before } = await askAt(door)
    await changeTo(page, 'approver', JONAS)
    expect(await enrolKey(page)).toBe('active')
    await openRequest(page, TITLE)
    const { approve, reject, card } = approvalsPage(page)
    expect(await approve.getAttribute('aria-disabled')).toBe('true')
    expect(await reject.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('a')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await card.getByText('waiting, 0 of 2').waitFor()
    expect(await entriesAt(stripe)).toEqual(before)
  })
})
