import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright'
import { situation } from '../stripe-sandbox/samples/situations.ts'
import {
  type DeskWindow,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
  WIDE,
} from '../tests/support/browser.ts'
import { approvalsPage, askCredit } from '../tests/support/approvals-page.ts'
import {
  BRIGHTWATER,
  chooseNewCustomer,
  invoicesPage,
  makeDraft,
  recordQuote,
  startInvoice,
} from '../tests/support/invoices-page.ts'
import { receivablesPage } from '../tests/support/receivables-page.ts'
import { goTo, shell, signInAs, teamPage, verify } from '../tests/support/desk-pages.ts'
import { shrinkPng } from './screens/shrink-png.ts'

// Takes the pictures of the documents from the desk as it is built, on the sample: `node scripts/screens.ts`.

const TARGET = join(import.meta.dirname, '../docs/screens')

const proven = situation('proven')
const TICKET = 'INC-4821'
const TEXT = `Re: billing, team "${proven.team}" was charged twice for October.

Could you have a look? We pay by card, and two amounts left our account.`

const WORDS = 'Their packing line stood for two days because our broker refused certificates. It was ours.'

const place = (name: 'proven' | 'yen') => {
  const { team, customer } = situation(name)
  return { team: team ?? '', customer: customer ?? '' }
}

const TEAM = `#/teams/${proven.customer}?team=${proven.team}&ticket=${TICKET}`

type Role = 'support' | 'finance' | 'approver' | 'admin' | 'auditor'

interface Picture {
  readonly name: string
  readonly role: Role | null
  readonly options?: BrowserContextOptions
  readonly show: (page: Page) => Promise<unknown>
}

const showTeam = async (page: Page, tab = 'overview'): Promise<void> => {
  await goTo(page, `${TEAM}&tab=${tab}`)
  await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
}

const showRequest = async (page: Page): Promise<void> => {
  await goTo(page, '#/approvals')
  await approvalsPage(page).item('Credit of 40.00 USD').first().click()
  await approvalsPage(page)
    .card.getByText(/nothing moved$/)
    .waitFor()
}

const PICTURES: readonly Picture[] = [
  { name: 'approvals-light', role: 'approver', show: showRequest },
  { name: 'approvals-dark', role: 'approver', options: { colorScheme: 'dark' }, show: showRequest },
  {
    name: 'policy-light',
    role: 'admin',
    show: async (page) => {
      await goTo(page, '#/policy')
      await page.getByLabel('A team, 24 hours, USD').fill('300')
      await page.getByText('250.00 USD becomes 300.00 USD').waitFor()
    },
  },
  { name: 'sign-in-light', role: null, show: (page) => page.getByRole('button', { name: /, Support$/ }).waitFor() },
  {
    name: 'verify-light',
    role: 'support',
    show: async (page) => verify(page, { ticket: TICKET, text: TEXT, email: proven.email ?? '' }),
  },
  { name: 'team-light', role: 'support', show: showTeam },
  { name: 'team-dark', role: 'support', options: { colorScheme: 'dark' }, show: showTeam },
  { name: 'team-narrow', role: 'support', options: { viewport: { width: 1024, height: 700 } }, show: showTeam },
  {
    name: 'team-zoom-200',
    role: 'support',
    options: { viewport: { width: WIDE.width / 2, height: WIDE.height / 2 }, deviceScaleFactor: 2 },
    show: showTeam,
  },
  {
    name: 'invoices-light',
    role: 'support',
    show: async (page) => {
      await showTeam(page, 'invoices')
      await teamPage(page).rows('Invoices').nth(2).click()
      await teamPage(page).panel('Invoice').waitFor()
    },
  },
  {
    name: 'invoice-review-light',
    role: 'finance',
    show: async (page) => {
      await goTo(page, '#/invoices')
      await invoicesPage(page).deal(BRIGHTWATER.reference).dblclick()
      await invoicesPage(page).paper.getByText('Amount due').waitFor()
    },
  },
  {
    name: 'receivables-light',
    role: 'finance',
    show: async (page) => {
      await goTo(page, '#/receivables')
      await receivablesPage(page).rows.nth(2).click()
      await receivablesPage(page).panel.waitFor()
    },
  },
  {
    name: 'quotes-light',
    role: 'finance',
    show: async (page) => {
      await goTo(page, '#/quotes')
      await page.getByRole('grid').locator('tbody tr').first().click()
    },
  },
  {
    name: 'palette-light',
    role: 'support',
    show: async (page) => {
      await showTeam(page)
      await page.keyboard.press('Control+k')
      await page.keyboard.insertText('kestrel')
      await shell(page).palette.getByRole('option').filter({ hasText: 'Kestrel' }).first().waitFor()
    },
  },
  {
    name: 'audit-light',
    role: 'auditor',
    show: async (page) => {
      await goTo(page, '#/audit')
      await page.getByRole('grid').locator('tbody tr').nth(3).click()
      await page.getByRole('complementary').last().waitFor()
    },
  },
]

type Sessions = Readonly<Record<Role, Awaited<ReturnType<BrowserContext['storageState']>>>>

const enter = async (browser: Browser, desk: SampleDesk, role: keyof Sessions): Promise<DeskWindow> => {
  const window = await openWindow(browser)
  await window.page.goto(desk.deskUrl)
  await signInAs(window.page, role)
  return window
}

/** An invoice from its quote, with two seats more than were accepted. */
const draftInvoice = async (page: Page): Promise<void> => {
  await recordQuote(page, BRIGHTWATER)
  await startInvoice(page)
  await chooseNewCustomer(page)
  await page.keyboard.press('Control+Enter')
  await invoicesPage(page).cell('Qty', 3).fill('12')
  await invoicesPage(page).saved.waitFor()
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Enter')
  await makeDraft(page)
}

/** A case or two of the day, so that lists are not empty; each person signs in once. */
const prepare = async (browser: Browser, desk: SampleDesk): Promise<Sessions> => {
  const { context, page } = await enter(browser, desk, 'support')
  for (const [name, ticket] of [
    ['unknown', 'INC-4790'],
    ['conflict', 'INC-4802'],
    ['ambiguousNew', 'INC-4807'],
    ['yen', 'INC-4815'],
  ] as const) {
    await verify(page, { ticket, team: situation(name).team ?? '' })
  }
  await askCredit(page, {
    ...place('yen'),
    ticket: 'INC-4815',
    amount: '120000',
    words: 'Second part of the prepaid deal',
  })
  await askCredit(page, { ...place('proven'), ticket: TICKET, amount: '40', words: WORDS })
  const atFinance = await enter(browser, desk, 'finance')
  await draftInvoice(atFinance.page)
  const finance = await atFinance.context.storageState()
  await atFinance.context.close()
  const stateOf = async (role: Role) => {
    const window = await enter(browser, desk, role)
    const state = await window.context.storageState()
    await window.context.close()
    return state
  }
  const support = await context.storageState()
  await context.close()
  return {
    support,
    finance,
    approver: await stateOf('approver'),
    admin: await stateOf('admin'),
    auditor: await stateOf('auditor'),
  }
}

const take = async (browser: Browser, url: string, picture: Picture, sessions: Sessions): Promise<void> => {
  const session = picture.role === null ? {} : { storageState: sessions[picture.role] }
  const { context, page } = await openWindow(browser, { ...picture.options, ...session })
  await page.goto(url)
  if (picture.role !== null) await shell(page).person.waitFor()
  await picture.show(page)
  await page.evaluate(() => document.fonts.ready)
  // Nothing is late in a picture; a line to the companion stays open, so the network never rests.
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
  const png = shrinkPng(await page.screenshot({ caret: 'hide', animations: 'disabled' }))
  await writeFile(join(TARGET, `${picture.name}.png`), png)
  console.log(`${picture.name}.png  ${Math.round(png.length / 1000)} kB`)
  await context.close()
}

await mkdir(TARGET, { recursive: true })
const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-screens-'))
const desk = await startSampleDesk({ dataFolder })
const browser = await launchBrowser()
try {
  const sessions = await prepare(browser, desk)
  for (const picture of PICTURES) await take(browser, desk.deskUrl, picture, sessions)
} finally {
  await browser.close()
  await desk.close()
  await rm(dataFolder, { recursive: true, force: true })
}
