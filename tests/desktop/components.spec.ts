import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type ServedWorkbench, serveWorkbench } from '../support/serve-workbench.ts'

// Guards: every part works by keyboard alone, reads well aloud, fits at 200 %, and needs nothing the desk's policy forbids.

let workbench: ServedWorkbench
let browser: Browser

beforeAll(async () => {
  workbench = await serveWorkbench()
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(async () => {
  await browser.close()
  await workbench.close()
})

const WIDE = { width: 1440, height: 900 }

const open = async (query: string, viewport = WIDE): Promise<{ page: Page; complaints: string[] }> => {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on(
    'request',
    (request) => request.url().startsWith(new URL(workbench.url).origin) || complaints.push(request.url()),
  )
  await page.goto(`${workbench.url}?${query}`)
  await page.locator('h1').first().waitFor()
  return { page, complaints }
}

const activeRow = (page: Page) =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant')
    return (id && document.getElementById(id)?.textContent) ?? ''
  })

const PAGES = ['states', 'team', 'team&palette', 'verify', 'audit', 'receivables', 'empty']

describe.each(['light', 'dark'])('%s', (scheme) => {
  test.each(PAGES)('axe finds nothing on %s, and the policy refuses nothing', async (name) => {
    const { page, complaints } = await open(`page=${name}&scheme=${scheme}`)
    await page.evaluate(() => document.fonts.ready)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe('fits', () => {
  const sizes = [
    { width: 1024, height: 700 },
    { width: 720, height: 450 },
    { width: 320, height: 480 },
  ]
  test.each(sizes)('nothing is wider than a window of $width', async (size) => {
    for (const name of ['team', 'verify', 'audit', 'empty']) {
      const { page } = await open(`page=${name}`, size)
      const [wide, high] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.scrollHeight,
      ])
      expect([name, wide, high]).toEqual([name, size.width, size.height])
    }
  })
})

describe('palette', () => {
  test('opens with /, moves, refuses with a reason, and gives the focus back', async () => {
    const { page } = await open('page=team')
    await page.getByRole('tab', { name: 'Invoices' }).focus()
    await page.keyboard.press('/')
    const field = page.getByRole('combobox')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await activeRow(page)).toContain('Give a credit')
    await page.keyboard.press('ArrowDown')
    expect(await activeRow(page)).toContain('Create a coupon')
    await field.fill('credit note')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('status').filter({ hasText: 'only finance' }).count()).toBe(1)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Invoices')
  })

  test('letters typed into it are text, not keys of the page', async () => {
    const { page } = await open('page=team&palette')
    await page.getByRole('combobox').fill('')
    await page.keyboard.type('give?')
    expect(await page.getByRole('combobox').inputValue()).toBe('give?')
    expect(await page.getByRole('dialog').count()).toBe(1)
  })
})

describe('table of 100,000 rows', () => {
  test('draws only what is in sight, and the keyboard reaches the last row', async () => {
    const { page } = await open('page=audit')
    await page.keyboard.press('j')
    expect(await activeRow(page)).toContain('184,203')
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    expect(await activeRow(page)).toContain('184,202')
    await page.keyboard.press('End')
    await page.getByText('84,204', { exact: true }).waitFor()
    expect(await activeRow(page)).toContain('84,204')
    expect(await page.locator('tbody tr').count()).toBeLessThan(100)
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001')
  })

  test('the panel follows the row, and Escape closes it', async () => {
    const { page } = await open('page=audit')
    await page.keyboard.press('j')
    await page.getByRole('complementary', { name: 'Entry' }).getByText('Entry 184,203').waitFor()
    await page.keyboard.press('j')
    await page.getByRole('complementary', { name: 'Entry' }).getByText('Entry 184,202').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByRole('complementary').count()).toBe(0)
  })

  test('sorts by a head and says so', async () => {
    const { page } = await open('page=audit')
    await page.getByRole('button', { name: 'Entry' }).click()
    await page.getByText('84,204', { exact: true }).waitFor()
    expect(await page.getByRole('columnheader', { name: 'Entry' }).getAttribute('aria-sort')).toBe('ascending')
  })
})

describe('table of 40 rows', () => {
  test('Space ticks the row, the head tells how many', async () => {
    const { page } = await open('page=receivables')
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    expect(await page.locator('tbody input:checked').count()).toBe(3)
    await page.getByRole('checkbox', { name: 'Select all rows' }).click()
    expect(await page.getByRole('checkbox', { name: 'Select all rows' }).isChecked()).toBe(true)
  })

  test('writes CSV with the chosen columns and without formulas', async () => {
    const { page } = await open('page=receivables')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Currency' }).check()
    await page.getByRole('checkbox', { name: 'Next' }).uncheck()
    await page.keyboard.press('Escape')
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    const text = await readFile(await (await waiting).path(), 'utf8')
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(41)
    expect(lines[0]).toBe('\ufeffInvoice,Team,Open,Currency,Late,Days')
    expect(lines[2]).toBe('CRE04B7F-0039,株式会社ミナト計測 Minato Keisoku K.K.,1280000,jpy,75,75')
    expect(lines[7]).toContain(`"'=HYPERLINK(`)
  })

  test('prints every row, on white', async () => {
    const { page } = await open('page=receivables&scheme=dark', { width: 1024, height: 500 })
    const before = await page.locator('tbody tr').count()
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    expect(before).toBeLessThan(40)
    expect(await page.locator('tbody tr').count()).toBe(40)
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('light')
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  })
})

describe('keys', () => {
  test('? lists those of this page, with the reason of one that is off', async () => {
    const { page } = await open('page=team')
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'All keys' })
    expect(await help.textContent()).toContain('Give a credit')
    expect(await help.textContent()).toContain('Invoice from a quote, finance only')
  })

  test('a key whose action is off says why and does nothing else', async () => {
    const { page } = await open('page=team')
    await page.keyboard.press('i')
    await page.getByRole('status').filter({ hasText: 'finance only' }).waitFor({ state: 'attached' })
  })

  test('typing into a field runs nothing', async () => {
    const { page } = await open('page=verify')
    await page.getByLabel('Any Stripe id').fill('')
    await page.getByLabel('Any Stripe id').pressSequentially('/?c')
    expect(await page.getByLabel('Any Stripe id').inputValue()).toBe('/?c')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('tabs move with arrows and take the focus along', async () => {
    const { page } = await open('page=team')
    await page.getByRole('tab', { name: 'Overview' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.getByRole('tab', { name: 'Subscriptions' }).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('End')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Notes3')
  })

  test('the way from the top to the page is one key', async () => {
    const { page } = await open('page=team')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
  })
})
