import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, countersign, openRequest } from '../support/approvals-page.ts'
import { isProbe, launchBrowser, openWindow, type SampleDesk, startSampleDesk } from '../support/browser.ts'
import { changeTo, signInAs } from '../support/desk-pages.ts'

// Guards: what nobody can prove is said on its card, by whoever looked, as a request that another person signs; until then
// the card links to it and nothing goes on; the word of one and the signature of another send nothing a second time.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }
const TITLE = 'Credit of 8.00 USD'
const WORD = `It happened: ${TITLE}`

let desk: SampleDesk
let browser: Browser
let page: Page
let faults: string[]

const entries = async (): Promise<number[]> => {
  const { data } = await desk.stripe.client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}

/** As it stands when an answer was lost and Stripe has nothing that tells of it. */
const forgetAnswer = (): void => {
  const [file] = readdirSync(desk.dataFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('countersign.sqlite'),
  )
  const db = new DatabaseSync(join(desk.dataFolder, file ?? ''))
  const [step] = db.prepare('select name from execution_step').all()
  const name = String(step?.['name'])
  const outcome = { kind: 'needs-person', step: name, text: 'Stripe can’t be asked.', hasMoneyMoved: false }
  db.exec(`
    update execution_step set state = 'unknown', result = null, ended_at = null;
    update execution set state = 'needs-person', problem = 'Stripe can’t be asked.', ended_at = null`)
  db.prepare(`update approval_request set state = 'needs-person', closed_at = null, outcome = ? where title = ?`).run(
    JSON.stringify(outcome),
    TITLE,
  )
  db.close()
}

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  ;({ page, faults } = await openWindow(browser))
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
  await askCredit(page, { ...TEAM, ticket: 'INC-4897', amount: '8', words: 'An hour without reports' })
  await changeTo(page, 'approver', 'Jonas Whitlock')
  await openRequest(page, TITLE)
  await countersign(page, { isFirst: true })
  await approvalsPage(page).card.getByText('It was done, and Stripe says so.').waitFor()
  await desk.halt()
  forgetAnswer()
  await desk.resume()
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

test('whoever asked says what they found, and sees before what it does and who has to sign', async () => {
  await page.goto(desk.deskUrl)
  await changeTo(page, 'support')
  await openRequest(page, TITLE)
  await approvalsPage(page)
    .card.getByText(/^Nobody can prove whether the step/)
    .waitFor()
  await page.keyboard.press('o')
  const dialog = page.getByRole('dialog', { name: 'What happened at Stripe?' })
  const send = dialog.getByRole('button', { name: 'Ask for a signature' })
  await dialog.getByText('It did not happen: send it again').click()
  await dialog.getByText('If it did happen, it then happens twice.').waitFor()
  await dialog.getByText('It happened: go on behind it').click()
  await dialog.getByText('If it did not happen, the customer never gets it').waitFor()
  await dialog.getByText('One approver for a word on what nobody can prove').waitFor()
  await dialog.getByLabel('What you found').fill('too short')
  expect(await send.isDisabled()).toBe(true)
  await dialog.getByLabel('What you found').fill('The entry stands on the balance in the dashboard')
  await send.click()
  await page.getByRole('article', { name: WORD }).waitFor()
  await approvalsPage(page).card.getByText('waiting, 0 of 1').waitFor()
  expect(await approvalsPage(page).approve.count()).toBe(0)
})

test('its card links to the word that waits', async () => {
  await openRequest(page, TITLE)
  await approvalsPage(page).card.getByRole('link', { name: WORD }).click()
  await page.getByRole('article', { name: WORD }).waitFor()
})

test('another person signs it: it goes on, nothing is sent again, and the card says on whose word', async () => {
  const before = await entries()
  await changeTo(page, 'approver', 'Jonas Whitlock')
  await openRequest(page, WORD)
  await approvalsPage(page).row('nobody can prove whether it happened').waitFor()
  await countersign(page)
  await approvalsPage(page).card.getByText('It was done.').waitFor()
  await openRequest(page, TITLE)
  await approvalsPage(page).card.getByText('on a person’s word').waitFor()
  expect(await entries()).toEqual(before)
  expect(before.filter((amount) => amount === -800)).toHaveLength(1)
  expect(faults.filter((fault) => !isProbe(fault))).toEqual([])
})
