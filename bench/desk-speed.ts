import type { Browser, Page } from 'playwright'
import { situation } from '../stripe-sandbox/samples/situations.ts'
import { openWindow } from '../tests/support/browser.ts'
import { goTo, shell, teamPage, verifyPage } from '../tests/support/desk-pages.ts'
import { serveWorkbench } from '../tests/support/serve-workbench.ts'
import { addInstruments, longestFrameDuring, timeUntilSeen, worstInteraction } from './support/in-page.ts'
import { median } from './support/middle.ts'
import { type ResultRow, toRow } from './support/results.ts'

const FRAME = { unit: 'ms', beside: 'one frame at 60 Hz', besideValue: 1000 / 60 } as const
const WORDS = ['Kestrel', 'Pollard', 'Northwind', 'Cobalt', 'Halden', 'Tidewater', 'Quarry', 'Juniper']
const TEAMS = ['proven', 'euro', 'yen', 'manyInvoices', 'percentCustomer', 'pastDue', 'enterprise', 'scheduledChange']

const worst = (values: readonly number[]): number => Math.max(...values)

const openPalette = (page: Page): Promise<number> =>
  timeUntilSeen(page, { event: 'keydown', selector: 'dialog[open]', text: 'Go to' }, () =>
    page.keyboard.press('Control+k'),
  )

const closePalette = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await shell(page).palette.waitFor({ state: 'detached' })
}

const measurePalette = async (page: Page): Promise<ResultRow[]> => {
  const taken: number[] = []
  for (let round = 0; round < 15; round += 1) {
    taken.push(await openPalette(page))
    await closePalette(page)
  }
  const row = (which: string, value: number) =>
    toRow({ ...FRAME, what: `palette open, ${which}`, value, goal: 'value <= 100' })
  return [row('median of 15', median(taken)), row('worst of 15', worst(taken))]
}

const measureSearch = async (page: Page): Promise<ResultRow[]> => {
  const taken: number[] = []
  for (const text of WORDS) {
    await openPalette(page)
    const sight = { event: 'input', selector: '[role="option"]', text } as const
    taken.push(await timeUntilSeen(page, sight, () => page.keyboard.insertText(text)))
    await closePalette(page)
  }
  const row = (which: string, value: number) =>
    toRow({ ...FRAME, what: `search: typed to first answer on the screen, ${which}`, value, goal: 'value <= 100' })
  return [row(`median of ${WORDS.length}`, median(taken)), row(`worst of ${WORDS.length}`, worst(taken))]
}

const openTeam = async (page: Page, name: string): Promise<number> => {
  const { customer, team } = situation(name)
  await goTo(page, '#/verify')
  await verifyPage(page).ask.waitFor()
  // The team's id stands on the page only once Stripe's answer does.
  const sight = { event: 'hashchange', selector: '#page', text: team ?? '' } as const
  return timeUntilSeen(page, sight, () => goTo(page, `#/teams/${customer}`))
}

const openTeams = async (page: Page): Promise<number[]> => {
  const taken: number[] = []
  for (const name of TEAMS) taken.push(await openTeam(page, name))
  return taken
}

const measureTeams = async (page: Page): Promise<ResultRow[]> => {
  await openTeam(page, 'cjkName')
  const live = await openTeams(page)
  const known = await openTeams(page)
  const row = (what: string, value: number) => toRow({ ...FRAME, what, value, goal: 'value <= 300' })
  return [
    row(`open a team, read live from Stripe, median of ${TEAMS.length}`, median(live)),
    row(`open a team, read live from Stripe, worst of ${TEAMS.length}`, worst(live)),
    row(`open a team seen before, worst of ${TEAMS.length}`, worst(known)),
  ]
}

/** What a working day presses: typing, tabs, moving in lists, the theme. */
const workAlong = async (page: Page): Promise<void> => {
  await goTo(page, '#/verify')
  const { field } = verifyPage(page)
  await field('text').pressSequentially('Re: billing, team "7Kq9xLw2Vd" was charged twice for October.')
  await field('ticket').pressSequentially('INC-4821')
  await page.keyboard.press('Control+Enter')
  await verifyPage(page).word.waitFor()
  await goTo(page, `#/teams/${situation('manyInvoices').customer}`)
  const team = teamPage(page)
  for (const tab of ['Subscriptions', 'Invoices', 'Balance', 'Tickets', 'Invoices']) await team.tab(tab).click()
  await team.grid('Invoices').waitFor()
  for (let at = 0; at < 30; at += 1) await page.keyboard.press(at < 20 ? 'j' : 'k')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
}

/** Last, on the same page: everything measured before counts as an interaction, too. */
const measureInteractions = async (page: Page): Promise<ResultRow> => {
  await workAlong(page)
  const what = 'interaction to next paint, worst of the whole run'
  return toRow({ ...FRAME, what, value: await worstInteraction(page), goal: 'value <= 200' })
}

export const SCROLL_MS = 3000

/** Up and down by the wheel, for as long. */
export const scroll = async (page: Page): Promise<void> => {
  const until = performance.now() + SCROLL_MS
  for (let at = 0; performance.now() < until; at += 1) await page.mouse.wheel(0, at % 40 < 30 ? 700 : -400)
}

/** The workbench's list: the product's own table with 100,000 rows, under the desk's content policy. */
export const measureScrolling = async (browser: Browser): Promise<ResultRow> => {
  const workbench = await serveWorkbench()
  const { context, page } = await openWindow(browser)
  await addInstruments(page)
  await page.goto(`${workbench.url}?page=audit`)
  const grid = page.getByRole('grid')
  await grid.waitFor()
  await grid.hover({ position: { x: 300, y: 200 } })
  const still: number[] = []
  const moving: number[] = []
  for (let round = 0; round < 3; round += 1) {
    still.push(await longestFrameDuring(page, SCROLL_MS, () => page.mouse.move(300 + round, 400)))
    moving.push(await longestFrameDuring(page, SCROLL_MS, () => scroll(page)))
  }
  await context.close()
  await workbench.close()
  return toRow({
    what: 'list of 100,000 rows: longest frame of 3 s of scrolling, median of 3',
    value: median(moving),
    unit: 'ms',
    beside: 'the same page at rest',
    besideValue: median(still),
    goal: 'value <= 50',
  })
}

export const measureSpeed = async (page: Page): Promise<ResultRow[]> => [
  ...(await measurePalette(page)),
  ...(await measureSearch(page)),
  ...(await measureTeams(page)),
  await measureInteractions(page),
]
