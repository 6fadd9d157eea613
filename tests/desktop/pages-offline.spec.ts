import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
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

// Guards: the desk stays honest where things go wrong under it: a lost companion, an ended session, a clock that is off,
// a ticket text made to break it, and customers that fit into no column.

const proven = situation('proven')

let desk: SampleDesk
let browser: Browser
let agent: DeskWindow
let page: Page

const soon = <Value>(seen: () => Promise<Value>) => expect.poll(seen, { timeout: 15_000 })

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  agent = await openWindow(browser)
  page = agent.page
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const openTeam = async (name: string, search = ''): Promise<string | null> => {
  const { customer } = situation(name)
  const found = await desk.stripe.client.customers.retrieve(customer ?? '')
  if (found.deleted) throw new Error(`${name} is a deleted customer`)
  await goTo(page, `#/teams/${found.id}${search}`)
  await soon(() => shell(page).title.innerText()).toBe(found.name)
  return found.name ?? null
}

describe('the companion is lost in the middle', () => {
  test('a banner says since when, and what was read stays, with its age', async () => {
    await openTeam('proven', '?tab=invoices')
    const rows = await teamPage(page).rows('Invoices').allInnerTexts()
    await desk.halt()
    await page.keyboard.press('r')
    const banner = page.getByText(/The companion has not answered since \d\d:\d\d UTC/)
    await banner.waitFor()
    await page.getByText(/What you see is as of \d\d:\d\d:\d\d UTC/).waitFor()
    expect(await teamPage(page).rows('Invoices').allInnerTexts()).toEqual(rows)
  })

  test('asking is off with the reason, and nothing is kept to be sent later', async () => {
    await goTo(page, '#/verify')
    const { fill, ask, word } = verifyPage(page)
    await fill({ ticket: 'INC-LOST', team: proven.team ?? '' })
    expect(await ask.getAttribute('aria-disabled')).toBe('true')
    expect(await ask.getAttribute('title')).toContain('the companion cannot be reached')
    await page.keyboard.press('Control+Enter')
    expect(await word.count()).toBe(0)
    await desk.resume()
    await page.getByText(/has not answered since/).waitFor({ state: 'detached', timeout: 60_000 })
    expect(await verify(page, { ticket: 'INC-BACK', team: proven.team ?? '' })).toBe('Proven')
    const mine = page.getByRole('complementary', { name: 'Your verifications' })
    await mine.getByText('INC-BACK').waitFor()
    expect(await mine.innerText()).not.toContain('INC-LOST')
  })

  test('a question on its way when the line breaks fails in words, and is not asked twice', async () => {
    const sent: string[] = []
    await page.route('**/trpc/teams.verify*', (route) => {
      sent.push(route.request().method())
      return route.abort()
    })
    const { fill, ask, verdict } = verifyPage(page)
    await fill({ ticket: 'INC-CUT', team: proven.team ?? '' })
    await ask.click()
    await verdict.getByText('The team was not verified').waitFor()
    await page.unroute('**/trpc/teams.verify*')
    await page.getByText(/has not answered since/).waitFor({ state: 'detached', timeout: 60_000 })
    expect(sent).toEqual(['POST'])
    expect(await verdict.innerText()).not.toContain('Live until')
  })
})

describe('the session ends', () => {
  test('the sign-in lies over the page, which is the same afterwards', async () => {
    const admin = await openWindow(browser)
    onTestFinished(() => admin.context.close())
    await admin.page.goto(desk.deskUrl)
    await signInAs(admin.page, 'admin')
    await openTeam('euro', '?tab=subscriptions')
    const before = page.url()
    await goTo(admin.page, '#/staff')
    await admin.page.getByRole('grid').getByText('Ines Albrecht').click()
    await admin.page.getByRole('complementary').getByRole('button', { name: /^End/ }).first().click()
    await soon(async () => {
      await page.keyboard.press('r')
      return page.getByRole('dialog', { name: 'Sign in again' }).count()
    }).toBe(1)
    const again = page.getByRole('dialog', { name: 'Sign in again' })
    await again.waitFor()
    await again.getByRole('button', { name: /, Support$/ }).click()
    await again.waitFor({ state: 'detached' })
    expect(page.url()).toBe(before)
    await teamPage(page).rows('Subscriptions').first().waitFor()
  })
})

describe('a clock that is off', () => {
  // Times left are reckoned by the companion's clock, which comes with each health answer.
  test.each([-5, 3])('by %i hours changes nothing about how long a proof still lives', async (hours) => {
    const skewed = await openWindow(browser)
    onTestFinished(() => skewed.context.close())
    await skewed.page.clock.install({ time: Date.now() + hours * 3_600_000 })
    await skewed.page.goto(desk.deskUrl)
    await signInAs(skewed.page, 'support')
    expect(await verify(skewed.page, { ticket: `INC-CLOCK${hours}`, team: proven.team ?? '' })).toBe('Proven')
    expect(await verifyPage(skewed.page).verdict.innerText()).toMatch(/Live until \d\d:\d\d UTC, (8 h|7 h 59 min)/)
  })
})

describe('a text made to break it', () => {
  const hostile = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>'

  test('a megabyte is refused in words, and the page goes on', async () => {
    await goTo(page, '#/verify')
    const { form, field, ask, fill, word } = verifyPage(page)
    await fill({ ticket: 'INC-HUGE', text: hostile + 'x'.repeat(1_000_000) })
    await form.getByText('Longer than 100,000 characters. Paste the part that names the team.').waitFor()
    await ask.click()
    await soon(() => form.innerText()).toMatch(/Correct this field|Longer than 100,000/)
    expect(await word.count()).toBe(0)
    await field('text').fill(`team "${proven.team}"`)
    await ask.click()
    await soon(() => word.innerText()).toBe('Proven')
  })

  test('null bytes and script tags are text: read, refused or shown, never run', async () => {
    const { form } = verifyPage(page)
    expect(
      await verify(page, { ticket: hostile.slice(0, 60), text: `\u0000${hostile} team "${proven.team}" \u0000` }),
    ).toBe('Proven')
    await page.getByRole('complementary', { name: 'Your verifications' }).getByText('<img src=x').waitFor()
    const { field, ask } = verifyPage(page)
    await field('ticket').fill('INC-\u0000')
    await ask.click()
    await soon(() => form.innerText()).toContain('Name the ticket that this is about.')
    expect(await page.evaluate(() => 'broken' in window)).toBe(false)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  })
})

describe('customers that fit into no column', () => {
  test.each(['longName', 'arabicName', 'cjkName', 'emojiName'])('%s stands whole and by itself', async (name) => {
    await page.setViewportSize({ width: 1024, height: 700 })
    const shown = await openTeam(name)
    const title = shell(page).title
    expect(await title.locator('bdi').innerText()).toBe(shown)
    expect(await title.getAttribute('title')).toBe(shown)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('forty invoices are all there, and the keyboard reaches the oldest', async () => {
    await openTeam('manyInvoices', '?tab=invoices')
    const invoices = []
    for await (const invoice of desk.stripe.client.invoices.list({
      customer: situation('manyInvoices').customer ?? '',
    }))
      invoices.push(invoice)
    expect(invoices.length).toBeGreaterThan(40)
    const grid = teamPage(page).grid('Invoices')
    await soon(async () => {
      const more = page.getByRole('button', { name: 'Load more' })
      if (await more.isVisible()) await more.click()
      return grid.getAttribute('aria-rowcount')
    }).toBe(String(invoices.length + 1))
    await grid.focus()
    await page.keyboard.press('End')
    await grid.getByText(invoices.at(-1)?.number ?? '', { exact: true }).waitFor()
  })

  const currencies = [
    { name: 'proven', code: 'USD', others: /[€¥]|EUR|JPY/, amount: /^[\d,]+\.\d\d$/ },
    { name: 'euro', code: 'EUR', others: /[$¥]|USD|JPY/, amount: /^[\d,]+\.\d\d$/ },
    { name: 'yen', code: 'JPY', others: /[$€]|USD|EUR/, amount: /^[\d,]+$/ },
  ]

  // Stripe keeps a customer to one currency, so that nothing on one page could be added to another's.
  test.each(currencies)('every amount of a team that pays in $code is in $code', async (given) => {
    for (const tab of ['subscriptions', 'invoices', 'overview']) {
      await openTeam(given.name, `?tab=${tab}`)
      await page.getByRole('tab', { name: new RegExp(`^${tab}`, 'i'), selected: true }).waitFor()
      expect(await page.locator('#page').innerText()).not.toMatch(given.others)
    }
    const totals = await page.locator('#page tfoot td').allInnerTexts()
    expect(totals.length).toBeGreaterThan(0)
    for (const total of totals) {
      const [figure = '', code] = total.replaceAll(/\s/g, '').split(/(?=[A-Z]{3}$)/)
      expect(code).toBe(given.code)
      expect(figure).toMatch(given.amount)
    }
  })

  test('a customer with nothing is told so, with nothing invented', async () => {
    await openTeam('bare')
    await page.getByText('Nothing is billed to this customer.').waitFor()
    expect(await page.locator('#page').innerText()).not.toMatch(/[$€¥]\d/)
  })

  test('none of this broke the content policy or a script', () => {
    expect(agent.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})
