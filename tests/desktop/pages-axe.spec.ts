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
import { approvalsPage, askCredit } from '../support/approvals-page.ts'
import { inspect } from '../support/inspect-page.ts'
import { goTo, shell, signInAs, teamPage, verify, verifyPage } from '../support/desk-pages.ts'

// Guards: every page and what lies over it can be read aloud, seen in light and dark and enlarged to 200 %, and needs
// nothing that the content policy forbids.

const proven = situation('proven')

let desk: SampleDesk
let browser: Browser
let admin: DeskWindow
let agent: DeskWindow
let approver: DeskWindow
/** Where nobody is signed in. */
let door: DeskWindow

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  agent = await openWindow(browser)
  admin = await openWindow(browser)
  door = await openWindow(browser)
  approver = await openWindow(browser)
  await Promise.all([agent, admin, approver, door].map(({ page }) => page.goto(desk.deskUrl)))
  await signInAs(agent.page, 'support')
  await signInAs(admin.page, 'admin')
  await signInAs(approver.page, 'approver', 'Jonas')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

interface Stop {
  readonly name: string
  readonly window: () => DeskWindow
  /** Leads there; resolves once the person sees what the page is for. */
  readonly open: (page: Page) => Promise<unknown>
  /** Leaves nothing lying over the page. */
  readonly leave?: (page: Page) => Promise<unknown>
}

const escape = (page: Page): Promise<void> => page.keyboard.press('Escape')

const teamTab = (tab: string, row?: string): Stop => ({
  name: `team, ${tab}`,
  window: () => agent,
  open: async (page) => {
    await goTo(page, `#/teams/${situation('manyInvoices').customer}?tab=${tab}`)
    await page.getByRole('tab', { name: new RegExp(`^${tab}`, 'i'), selected: true }).waitFor()
    if (row === undefined) return
    await teamPage(page).rows(row).first().click()
    await page.getByRole('complementary').last().waitFor()
  },
})

const verdictOf = (word: string, name: string, email?: string): Stop => ({
  name: `verify, ${word}`,
  window: () => agent,
  open: async (page) => {
    await goTo(page, '#/verify')
    if (word === 'Unverified') await desk.stripe.fail({ kind: 'error_before', path: '/v1/*' })
    const asked = { ticket: `INC-${word}`, text: `team "${situation(name).team}"`, ...(email ? { email } : {}) }
    const found = await verify(page, asked)
    await desk.stripe.mend()
    expect(found).toBe(word)
  },
})

const settingsTab = (section: string): Stop => ({
  name: `settings, ${section}`,
  window: () => admin,
  open: async (page) => {
    await goTo(page, `#/settings?section=${section}`)
    await page.getByRole('tabpanel').waitFor()
  },
})

/** A request of the agent's, once for all stops that show it. */
const asked = (() => {
  let asking: Promise<void> | undefined
  const wish = { team: proven.team ?? '', customer: proven.customer ?? '', ticket: 'INC-4821' }
  return () => (asking ??= askCredit(agent.page, { ...wish, amount: '40', words: 'Two days without the dashboard' }))
})()

const openRequest = async (page: Page): Promise<void> => {
  await asked()
  await goTo(page, '#/approvals')
  await approvalsPage(page).item('Credit of 40.00 USD').first().click()
  await approvalsPage(page).card.waitFor()
}

const overRequest = (name: string, key: string, dialog: RegExp): Stop => ({
  name: `approvals, ${name}`,
  window: () => approver,
  open: async (page) => {
    await openRequest(page)
    await page.keyboard.press(key)
    await page.getByRole('dialog', { name: dialog }).waitFor()
  },
  leave: escape,
})

const pageSaying = (name: string, window: () => DeskWindow, [place, words]: readonly [string, string]): Stop => ({
  name,
  window,
  open: async (page) => {
    await goTo(page, place)
    await page.getByText(words).first().waitFor()
  },
})

const STOPS: readonly Stop[] = [
  { name: 'approvals, one’s own request', window: () => agent, open: openRequest },
  { name: 'approvals, a request to decide', window: () => approver, open: openRequest },
  overRequest('asked once more', 'a', /^Countersign/),
  overRequest('rejecting', 'r', /^Reject/),
  overRequest('asking back', 'q', /^Ask Ines/),
  {
    name: 'approvals, all fields of what is signed',
    window: () => approver,
    open: async (page) => {
      await openRequest(page)
      await page.getByRole('button', { name: 'Show all fields' }).click()
      await page.getByRole('dialog', { name: 'What a signature covers' }).waitFor()
    },
    leave: escape,
  },
  pageSaying('metering, before the first count', () => agent, ['#/metering', 'No count yet.']),
  {
    name: 'policy, with a change',
    window: () => admin,
    open: async (page) => {
      await goTo(page, '#/policy')
      await page.getByLabel('A team, 24 hours, USD').fill('300')
      await page.getByText('250.00 USD becomes 300.00 USD').waitFor()
    },
  },
  {
    name: 'sign-in',
    window: () => door,
    open: (page) =>
      page
        .getByRole('button', { name: /^Sign in as / })
        .first()
        .waitFor(),
  },
  {
    name: 'verify, nothing asked',
    window: () => agent,
    open: async (page) => {
      await goTo(page, '#/verify')
      await verifyPage(page).clear.click()
      await page.getByText('Nothing asked yet.').waitFor()
    },
  },
  verdictOf('Proven', 'proven'),
  verdictOf('Ambiguous', 'ambiguousNew'),
  verdictOf('Conflict', 'conflict'),
  verdictOf('Weak', 'weak', situation('weak').email ?? ''),
  verdictOf('Unknown', 'unknown'),
  verdictOf('Unverified', 'proven'),
  {
    name: 'teams, with a hit beside the list',
    window: () => agent,
    open: async (page) => {
      await goTo(page, '#/teams?q=kestrel')
      await page.getByRole('grid').locator('tbody tr').first().click()
      await page.getByRole('complementary', { name: 'What was found' }).waitFor()
    },
  },
  {
    name: 'teams, nothing found',
    window: () => agent,
    open: async (page) => {
      await goTo(page, '#/teams?q=nobody-of-that-name')
      await page.getByText('Nothing in the mirror holds').waitFor()
    },
  },
  teamTab('overview'),
  teamTab('subscriptions', 'Subscriptions'),
  teamTab('invoices', 'Invoices'),
  teamTab('balance'),
  teamTab('tickets'),
  {
    name: 'team, proven, with its evidence open',
    window: () => agent,
    open: async (page) => {
      await goTo(page, `#/teams/${proven.customer}?team=${proven.team}&ticket=INC-Proven`)
      await teamPage(page)
        .proof.getByRole('button', { name: /^Evidence/ })
        .click()
      await page.getByRole('dialog').getByRole('table', { name: 'Evidence' }).waitFor()
    },
    leave: escape,
  },
  {
    name: 'receivables, with an invoice beside the list',
    window: () => agent,
    open: async (page) => {
      await goTo(page, '#/receivables')
      await page.getByRole('grid', { name: 'Open invoices' }).locator('tbody tr[aria-rowindex]').first().click()
      await page.getByRole('complementary', { name: 'Invoice', exact: true }).waitFor()
    },
  },
  pageSaying('drift, nothing compared', () => admin, ['#/drift', 'Nothing was compared yet.']),
  pageSaying('a contract of a team', () => agent, ['#/tenants/contract?team=kestrel-net', 'For the approver']),
  {
    name: 'audit',
    window: () => admin,
    open: async (page) => {
      await goTo(page, '#/audit')
      await page.getByRole('grid').locator('tbody tr').first().click()
      await page.getByRole('complementary').last().waitFor()
    },
  },
  {
    name: 'staff, with a person beside the list',
    window: () => admin,
    open: async (page) => {
      await goTo(page, '#/staff')
      await page.getByRole('grid').locator('tbody tr').first().click()
      await page.getByRole('complementary').last().waitFor()
    },
  },
  settingsTab('account'),
  settingsTab('key'),
  settingsTab('appearance'),
  settingsTab('mirror'),
  settingsTab('server'),
  settingsTab('about'),
  {
    name: 'palette, with hits',
    window: () => agent,
    open: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.insertText('kestrel')
      await shell(page).palette.getByRole('option').filter({ hasText: 'Kestrel' }).first().waitFor()
    },
    leave: escape,
  },
  {
    name: 'all keys',
    window: () => agent,
    open: async (page) => {
      await page.keyboard.press('?')
      await shell(page).keys.waitFor()
    },
    leave: escape,
  },
  {
    name: 'you and this window',
    window: () => agent,
    open: async (page) => {
      await shell(page).person.click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
    },
    leave: escape,
  },
]

describe('seen, read aloud and enlarged', () => {
  test.each(STOPS)('$name', async ({ window, open, leave }) => {
    const { page } = window()
    await open(page)
    const found = await inspect(page)
    await leave?.(page)
    expect(found).toEqual({})
  })

  // The desk's entry tells the library not to ask.
  test('not even a library’s question whether it may compile is refused by the policy', () => {
    expect(
      [...agent.faults, ...approver.faults, ...admin.faults, ...door.faults].filter((fault) => isProbe(fault)),
    ).toEqual([])
  })

  test('none of them broke the content policy or a script', () => {
    expect(
      [...agent.faults, ...approver.faults, ...admin.faults, ...door.faults].filter((fault) => !isProbe(fault)),
    ).toEqual([])
  })
})
