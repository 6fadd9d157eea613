import type { Locator, Page } from 'playwright'
import { goTo, verify } from './desk-pages.ts'

/** The inbox as a person sees it. Words are those of the screen. */
export const approvalsPage = (page: Page) => {
  const card = page.getByRole('article')
  return {
    list: page.getByRole('listbox', { name: 'Requests' }),
    item: (text: string | RegExp): Locator => page.getByRole('option').filter({ hasText: text }),
    card,
    approve: card.getByRole('button', { name: /^Countersign/ }),
    reject: card.getByRole('button', { name: /^Reject/ }),
    row: (fact: string): Locator => card.getByRole('row').filter({ hasText: fact }),
  }
}

export interface CreditWish {
  readonly team: string
  readonly customer: string
  readonly ticket: string
  readonly amount: string
  readonly words: string
}

/** Fills the form that is open; returns the button that asks. */
export const fillCredit = async (page: Page, { amount, words }: CreditWish): Promise<Locator> => {
  const form = page.getByRole('form', { name: 'Credit' })
  await form.getByLabel('Amount', { exact: true }).fill(amount)
  await form.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option', { name: 'Outage' }).click()
  await form.getByLabel('For the approver').fill(words)
  await form.getByRole('heading', { name: 'Before and after' }).waitFor()
  // Whatever was given before for the same days is named, and meant.
  const meant = form.getByRole('checkbox', { name: /meant/ })
  if (await meant.isVisible()) {
    await meant.check()
    await form.getByPlaceholder('Why this comes on top').fill('Another day, agreed with the team')
  }
  return form.getByRole('button', { name: /^Ask for approval of/ })
}

/** Proves the team on the ticket, fills the form, asks, and waits for the inbox. */
export const askCredit = async (page: Page, wish: CreditWish): Promise<void> => {
  const { team, customer, ticket } = wish
  await goTo(page, '#/verify')
  await verify(page, { ticket, team })
  await goTo(page, `#/teams/${customer}/credit?team=${team}&ticket=${ticket}`)
  const ask = await fillCredit(page, wish)
  await ask.click()
  await approvalsPage(page).card.waitFor()
}

/** Gives the word by button: in a browser asked once more by the desk, at the first time with a key to enrol. */
export const countersign = async (page: Page, { isFirst = false } = {}): Promise<void> => {
  const { approve, card } = approvalsPage(page)
  await approve.click()
  const sure = page.getByRole('dialog', { name: /^Countersign/ }).getByRole('button', { name: /^Countersign/ })
  const enrol = page.getByRole('button', { name: 'Enrol this device’s key' })
  const told = card.getByText(/^signed at/).last()
  await sure.or(enrol).or(told).first().waitFor()
  if (await sure.isVisible()) await sure.click()
  if (isFirst) await enrol.click()
  await told.waitFor()
}

/** Chooses a request from the inbox by its title. */
export const openRequest = async (page: Page, title: string): Promise<void> => {
  await goTo(page, '#/approvals')
  await approvalsPage(page).item(title).first().click()
  await page.getByRole('article', { name: title }).waitFor()
}

/** Makes this device's key in the settings: the first of a companion counts at once, every later one waits. */
export const enrolKey = async (page: Page): Promise<'active' | 'waiting'> => {
  await goTo(page, '#/settings?section=key')
  const enrol = page.getByRole('button', { name: 'Enrol this device’s key' })
  await enrol.click()
  const dialog = page.getByRole('dialog', { name: 'Enrol a key on this device' })
  await dialog.getByRole('button', { name: 'Enrol this device’s key' }).click()
  const asked = dialog.getByText('Another approver has to vouch for it')
  const counts = page.getByText('It countersigns for you.')
  await asked.or(counts).first().waitFor()
  if (await counts.isVisible()) return 'active'
  await dialog.getByRole('button', { name: 'Close' }).click()
  return 'waiting'
}

/** Signs for another person's key, which countersigns from then on. */
export const vouchFor = async (page: Page, name: string): Promise<void> => {
  await openRequest(page, `${name} enrols a key`)
  await countersign(page)
  await approvalsPage(page).card.getByText('It was done.').waitFor()
}
