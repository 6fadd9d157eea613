import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type DeskWindow,
  isProbe,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
} from '../support/browser.ts'
import { goTo, signInAs } from '../support/desk-pages.ts'
import { inspect } from '../support/inspect-page.ts'
import { CSV_HEAD, csvRow } from '../support/quotes.ts'
import { quotesPage } from '../support/quotes-page.ts'

// Guards: finance records what a customer accepted, changes it, keeps their paper with it, and imports a file of which
// each broken row is named before anything goes in; all of it readable aloud, in light and dark, narrow and enlarged.

let desk: SampleDesk
let browser: Browser
let finance: DeskWindow
let page: Page
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-quotes-'))
  desk = await startSampleDesk()
  browser = await launchBrowser()
  finance = await openWindow(browser)
  ;({ page } = finance)
  await page.goto(desk.deskUrl)
  await signInAs(page, 'finance')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

const fileOf = async (name: string, content: string | Buffer): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })

describe('a quote', () => {
  test('of three lines is recorded; the sum stands beside the form, and what is missing is said', async () => {
    const { form, text, fillLine, line } = quotesPage(page)
    await goTo(page, '#/quotes')
    await page.getByText('No quotes yet.').waitFor()
    expect(await inspect(page)).toEqual({})
    await page.keyboard.press('n')
    await form.waitFor()
    const save = page.getByRole('button', { name: /^Record the quote/ })
    expect(await save.getAttribute('title')).toBe('there is no reference yet')
    await text('Reference', 'Q-2026-131')
    await text('Customer', 'Brightwater Municipal Utilities District No. 14, SCADA Operations and Telemetry')
    await text('Billing e-mail', 'accounts.payable@brightwater.example')
    await text('Accepted by', 'Dolores Castellanos-Whitmore')
    await form.getByLabel('Accepted on').fill('2026-11-17')
    await text('Terms accepted', '2026-03')
    await fillLine(1, ['Enterprise, self-managed, yearly', '1', '24,000'])
    await form.getByRole('button', { name: 'Add a line' }).click()
    await fillLine(2, ['Production instance, yearly', '20', '900.00'])
    await form.getByRole('combobox', { name: 'Add from the catalogue' }).click()
    await page
      .getByRole('option', { name: /Loomfield Maker/ })
      .first()
      .click()
    expect(await line('Description', 3).inputValue()).toContain('Loomfield Maker')
    await fillLine(3, ['Development instance, yearly', '10', '240.001'])
    await form.getByText('An amount with at most 2 decimals').waitFor()
    expect(await save.getAttribute('title')).toBe('line 3 is not complete')
    await line('Price each', 3).fill('240')
    // 24,000.00 + 20 × 900.00 + 10 × 240.00
    await page.getByRole('region', { name: 'What the quote says' }).first().getByText('44,400.00').waitFor()
    expect(await inspect(page)).toEqual({})
    await page.keyboard.press('ControlOrMeta+Enter')
    await heading('Quotes').waitFor()
    await quotesPage(page).panel.getByText('44,400.00').waitFor()
    expect(await quotesPage(page).row('Q-2026-131').count()).toBe(1)
    expect(await inspect(page)).toEqual({})
  })

  test('whose reference is here already is named while it is typed', async () => {
    const { form, text } = quotesPage(page)
    await goTo(page, '#/quotes/new')
    await form.waitFor()
    await text('Reference', 'q-2026-131')
    await page.getByText('Q-2026-131 is here already.').waitFor()
    await page.getByRole('button', { name: 'Open it' }).click()
    await quotesPage(page).panel.getByText('Brightwater Municipal').first().waitFor()
  })

  test('is changed, and what was changed stands in the list', async () => {
    const { form, line, row, panel } = quotesPage(page)
    await page.keyboard.press('e')
    await form.waitFor()
    await line('Quantity', 3).fill('12')
    await page.getByRole('button', { name: /^Keep the change/ }).click()
    // Two more at 240.00: 44,880.00
    await row('44,880.00').waitFor()
    await panel.getByText('12 × 240.00').waitFor()
  })

  test('keeps the customer’s PDF, byte for byte, and no other kind of file', async () => {
    const { panel } = quotesPage(page)
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(700_000, 1)])
    const chooser = panel.locator('input[type=file]')
    await chooser.setInputFiles(await fileOf('Signed quote.pdf', bytes))
    await panel.getByText('Signed quote.pdf').waitFor()
    const saved = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Save Signed quote.pdf' }).click()
    expect((await readFile(await (await saved).path())).equals(bytes)).toBe(true)
    await chooser.setInputFiles(await fileOf('page.txt', Buffer.from([0, 1, 2])))
    await panel.getByText('page.txt is no PDF, PNG, JPEG, mail or plain text.', { exact: false }).waitFor()
    expect(await inspect(page)).toEqual({})
  })

  test('leads to its invoice', async () => {
    await page.keyboard.press('i')
    await page.waitForFunction(() => location.hash.startsWith('#/invoices/new?quote=quo_'))
    await heading('Quotes').waitFor({ state: 'detached' })
    await goTo(page, '#/quotes')
    await heading('Quotes').waitFor()
  })
})

describe('an import', () => {
  const file = () =>
    fileOf(
      'quotes.csv',
      [
        CSV_HEAD,
        csvRow({ reference: 'IMP-1', customer: '株式会社ミナト計測', currency: 'JPY', unit_amount: '1280000' }),
        csvRow({ reference: 'IMP-2', currency: 'EUR' }),
        csvRow({ reference: 'IMP-2', currency: 'EUR', quantity: 'two' }),
        csvRow({ reference: 'IMP-3', customer: '=HYPERLINK(1)' }),
      ].join('\r\n'),
    )

  test('shows what would go in and names each broken row, then records the good ones', async () => {
    const { importing, row } = quotesPage(page)
    await page.keyboard.press('m')
    await importing.locator('input[type=file]').setInputFiles(await file())
    await importing.getByText('“two” is not a whole number').waitFor()
    await importing.getByText('1 quote, 1 broken row').waitFor()
    expect(await inspect(page)).toEqual({})
    expect(await row('IMP-1').count()).toBe(0)
    await importing.getByRole('button', { name: 'Import 2 quotes' }).click()
    await importing.getByText('2 quotes recorded. 1 quote stays out.').waitFor()
    await importing.getByRole('button', { name: 'Close' }).click()
    await row('IMP-1').waitFor()
    await row('=HYPERLINK(1)').waitFor()
    expect(await row('IMP-2').count()).toBe(0)
    // Currencies stay apart.
    await page.getByText('¥1,280,000').waitFor()
    await page.getByText('$46,080.50').waitFor()
  })

  test('of the same file again adds nothing and says so', async () => {
    const { importing } = quotesPage(page)
    await page.getByRole('button', { name: /^Import/ }).click()
    await importing.locator('input[type=file]').setInputFiles(await file())
    await importing.getByText('No quote of this file goes in.').waitFor()
    await importing.getByRole('button', { name: 'Import another file' }).click()
    await importing
      .locator('input[type=file]')
      .setInputFiles(await fileOf('latin.csv', Buffer.from('reference,caf\u00e9', 'latin1')))
    await importing.getByText('The file is not UTF-8.', { exact: false }).waitFor()
    await importing.getByRole('button', { name: 'Import another file' }).click()
    const large = await fileOf('large.csv', Buffer.alloc(50 * 1024 * 1024, 65))
    await importing.locator('input[type=file]').setInputFiles(large)
    await importing.getByText('The file has 50.0 MB; at most 25 MB are taken.', { exact: false }).waitFor()
    await importing.getByRole('button', { name: 'Close' }).click()
  })
})

describe('the list', () => {
  test('is walked with j and k, filtered by tokens that stand in the address, and saved without formulas', async () => {
    const { row, panel } = quotesPage(page)
    await goTo(page, '#/quotes')
    await row('IMP-1').waitFor()
    await page.keyboard.press('j')
    await panel.waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.keyboard.press('f')
    const filter = page.getByRole('form', { name: 'Show only quotes' })
    await filter.getByLabel('Words').fill('imp-3 hyper')
    await filter.getByRole('button', { name: 'Show' }).click()
    await row('IMP-1').waitFor({ state: 'detached' })
    await row('IMP-3').waitFor()
    expect(await page.evaluate(() => location.hash)).toContain('text=imp-3+hyper')
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    expect(await readFile(await (await saved).path(), 'utf8')).toContain("'=HYPERLINK(1)")
    expect(await inspect(page)).toEqual({})
    expect(finance.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})
