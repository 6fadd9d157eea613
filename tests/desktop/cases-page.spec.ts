import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import {
  type DeskWindow,
  isProbe,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
} from '../support/browser.ts'
import { goTo, shell, signInAs, teamPage, verify, verifyPage } from '../support/desk-pages.ts'

// Guards: a ticket's case opens with its verification, is gone on with by somebody else on the same proof, ends with the
// ticket, and lets nothing be asked for from then on. All of it by keyboard.

const TICKET = 'INC-5177'
const meadowlark = situation('repeatingCoupon')
const ambiguous = situation('ambiguousNew')

let desk: SampleDesk
let browser: Browser
let ines: DeskWindow
let tobias: DeskWindow

const open = async (role: 'support' | 'finance') => {
  const seat = await openWindow(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  await seat.page.goto(desk.deskUrl)
  await signInAs(seat.page, role)
  return seat
}

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  ines = await open('support')
  tobias = await open('finance')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const casePage = (page: Page) => ({
  strip: page.getByRole('region', { name: /^Proof of identity/ }),
  facts: page.getByRole('region', { name: 'The case', exact: true }),
  history: page.getByRole('region', { name: 'What happened' }),
  action: (name: string) => page.getByRole('complementary', { name: 'What can be done' }).getByRole('button', { name }),
  dialog: (name: string) => page.getByRole('dialog', { name }),
})

const side = (page: Page) => page.getByRole('list', { name: 'Open cases' })

const seriousFaults = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

describe('a case', () => {
  test('opens with the verification, stands at the side, and takes a note', async () => {
    const { page } = ines
    expect(await verify(page, { ticket: TICKET, team: meadowlark.team ?? '' })).toBe('Proven')
    await side(page).getByText(`${TICKET} proven`).waitFor()
    await verifyPage(page).verdict.getByRole('link', { name: 'Open case' }).click()
    await casePage(page).strip.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('Charged for three seats, uses two. Asks for the difference.')
    await casePage(page).dialog('Add a note').getByRole('button', { name: 'Add note' }).click()
    await casePage(page).history.getByText('Charged for three seats', { exact: false }).waitFor()
  })

  test('is found by somebody else in the list, and taken over', async () => {
    const { page } = tobias
    await side(page).getByText('None. A case stays here').waitFor()
    await shell(page).nav('Cases').click()
    await page.getByRole('button', { name: 'All open' }).click()
    await page.getByRole('grid', { name: 'Cases' }).getByText(TICKET).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await casePage(page).history.getByText('Charged for three seats', { exact: false }).waitFor()
    await page.keyboard.press('t')
    await casePage(page).history.getByText('Tobias Rønning took the case over').waitFor()
    await side(page).getByText(`${TICKET} proven`).waitFor()
  })

  test('carries its proof to the one who goes on', async () => {
    const { page } = tobias
    await page.keyboard.press('o')
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.goBack()
    await casePage(page).strip.waitFor()
  })

  test('closes with its ticket, after which nothing can be asked for until the team is proven anew', async () => {
    const { page } = tobias
    await page.keyboard.press('x')
    await casePage(page).dialog(`Close with ${TICKET}`).getByRole('button', { name: 'Close case' }).click()
    await casePage(page).strip.getByText(`Closed with ${TICKET}`).waitFor()
    await side(page).getByText('None. A case stays here').waitFor()
    expect(await casePage(page).action('Close with the ticket').getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('y')
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain(`we are done with ${TICKET} and have closed it`)

    await goTo(page, `#/teams/${meadowlark.customer}?team=${meadowlark.team}&ticket=${TICKET}`)
    await teamPage(page).proof.getByText('its case was closed', { exact: false }).waitFor()
  })

  test('shows nothing that axe finds serious, list and page', async () => {
    const { page } = tobias
    await goTo(page, `#/cases/${TICKET}`)
    await casePage(page).strip.waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await goTo(page, '#/cases?show=closed')
    await page.getByRole('grid', { name: 'Cases' }).getByText(TICKET).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })
})

test('a ticket of odd letters has its page, with a verdict that proved nothing', async () => {
  const { page } = ines
  await goTo(page, '#/verify')
  expect(await verify(page, { ticket: '#48 213/β?', team: situation('unknown').team ?? '' })).toBe('Unknown')
  await side(page)
    .getByRole('link', { name: /#48 213/ })
    .click()
  await casePage(page).strip.getByText('Unknown for #48 213/β?').waitFor()
  expect(await casePage(page).action('Open team').getAttribute('aria-disabled')).toBe('true')
})

describe('a team that is two customers', () => {
  const pickForm = () => ines.page.getByRole('form', { name: 'Pick one of them' })

  test('is asked for with a customer and a reason, and waits for an approver', async () => {
    const { page } = ines
    await goTo(page, '#/verify')
    expect(await verify(page, { ticket: 'INC-5178', team: ambiguous.team ?? '' })).toBe('Ambiguous')
    const ask = pickForm().getByRole('button', { name: /^Ask for approval of this pick/ })
    expect(await ask.getAttribute('aria-disabled')).toBe('true')
    await pickForm().getByRole('radio').last().check()
    await pickForm().getByText('from an approver’s word on', { exact: false }).waitFor()
    await pickForm().getByLabel('Why this one').fill('Only this one has a running subscription')
    expect(await seriousFaults(page)).toEqual([])
    await ask.click()
    await page.getByRole('heading', { name: /^Pick for team/ }).waitFor()
    await goTo(page, '#/cases/INC-5178')
    await casePage(page).facts.getByText('1 waits for an approver').waitFor()
    expect(await casePage(page).action('Close with the ticket').getAttribute('aria-disabled')).toBe('true')
  })
})

test('no page broke its content policy or left an error behind', () => {
  expect([...ines.faults, ...tobias.faults].filter((fault) => !isProbe(fault))).toEqual([])
})
