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
import { goTo, signInAs, teamPage, verify } from '../support/desk-pages.ts'

// Guards: a change can't be asked for before Stripe's own preview of it is on the screen; asked for, it waits and nothing
// at Stripe moved; an edit of who is billed shows before and after; an invoice that was sent can be sent again.

const proven = situation('proven')
const customer = proven.customer ?? ''
const TICKET = 'INC-CHANGE'
const at = (page: string) => `#/teams/${customer}${page}?team=${proven.team}&ticket=${TICKET}`

let desk: SampleDesk
let browser: Browser
let own: DeskWindow
let page: Page

const form = (name: string) => page.getByRole('form', { name })
const ask = () => page.getByRole('button', { name: /^Ask for approval/ })
const fact = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })

const seriousFaults = async (): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  own = await openWindow(browser)
  page = own.page
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
  expect(await verify(page, { ticket: TICKET, team: proven.team ?? '' })).toBe('Proven')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const quantities = async (): Promise<number[]> => {
  const { data } = await desk.stripe.client.subscriptions.list({ customer })
  return data.flatMap(({ items }) => items.data.map(({ quantity }) => quantity ?? 0))
}

describe('a change of a subscription', () => {
  test('U on the team opens the form; nothing can be asked before something changes', async () => {
    await goTo(page, at(''))
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press('u')
    await form('Change of a subscription').waitFor()
    expect(await ask().getAttribute('title')).toBe('nothing is changed yet')
    expect(await seriousFaults()).toEqual([])
  })

  test('shows Stripe’s preview, then is asked for and waits', async () => {
    const before = await quantities()
    await form('Change of a subscription').getByRole('textbox', { name: 'Quantity' }).first().fill('17')
    await fact('Items').getByText('× 17').waitFor()
    await fact('Billed now').waitFor()
    await fact('Next renewal').waitFor()
    expect(await ask().getAttribute('title')).toBe('the approver needs a sentence')
    await form('Change of a subscription').getByLabel('For the approver').fill('Two more lines from December on')
    expect(await seriousFaults()).toEqual([])
    await ask().click()
    await page.waitForURL(/#\/approvals/)
    await page
      .getByText(/^Change of /)
      .first()
      .waitFor()
    expect(await quantities()).toEqual(before)
  })

  test('an end now says what becomes of time that was paid', async () => {
    await goTo(page, at('/change'))
    await form('Change of a subscription').getByRole('radio', { name: 'End it' }).check()
    await form('Change of a subscription').getByRole('radio', { name: 'now', exact: true }).check()
    await fact('Unused time becomes credit').waitFor()
    await page.getByText('An ended subscription can’t be started again').waitFor()
    expect(await seriousFaults()).toEqual([])
  })
})

describe('an edit of who is billed', () => {
  test('stands beside what is there now', async () => {
    await goTo(page, at('/billing'))
    const email = form('Who is billed').getByLabel('Billing e-mail')
    const was = await email.inputValue()
    await email.fill('accounts@marlow.example')
    const row = fact('Billing e-mail')
    await row.getByText('accounts@marlow.example').waitFor()
    expect(await row.innerText()).toContain(was)
    expect(await seriousFaults()).toEqual([])
  })
})

describe('an invoice that was sent', () => {
  test('is sent again by a click, and the answer claims no more than Stripe said', async () => {
    const { client } = desk.stripe
    const draft = await client.invoices.create({
      customer,
      currency: 'usd',
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    await client.invoiceItems.create({ customer, invoice: draft.id, amount: 4200, currency: 'usd' })
    await client.invoices.finalizeInvoice(draft.id)
    await goTo(page, `${at('')}&tab=invoices&item=${draft.id}`)
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.getByText('Stripe took the order. In test mode it sends no mail.').waitFor()
    expect(await seriousFaults()).toEqual([])
  })

  test('broke nothing on the way', () => {
    expect(own.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})
