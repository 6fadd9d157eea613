import type { Role } from '@countersign/shared/roles'
import type { Locator, Page } from 'playwright'
import { session } from '../../src-renderer/messages/session.ts'

/** What a person sees and does on the desk, page by page. Words are those of the screen. */

const PERSON = new RegExp(`, (${Object.values(session.roles).join('|')})$`)

/** With a name where several hold the role; else the first of them. */
export const signInAs = async (page: Page, role: Role, name = ''): Promise<void> => {
  const button = page.getByRole('button', { name: new RegExp(`^Sign in as ${name}.*, ${session.roles[role]}$`) })
  await button.first().click()
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor({ state: 'detached' })
  await shell(page).person.waitFor()
}

export const signOut = async (page: Page): Promise<void> => {
  await shell(page).person.click()
  await page.getByRole('dialog', { name: 'You and this window' }).getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
}

/** Another person at the same desk. */
export const changeTo = async (page: Page, role: Role, name?: string): Promise<void> => {
  await signOut(page)
  await signInAs(page, role, name)
}

/** Within the desk, as a link would: without loading it anew. */
export const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to
  }, hash)

export const shell = (page: Page) => ({
  nav: (name: string): Locator =>
    page.getByRole('navigation', { name: 'Desk' }).locator(`[title="${name}"], [title^="${name}:"]`),
  /** The bar's button with the name of who is signed in. */
  person: page.getByRole('button', { name: PERSON }),
  title: page.getByRole('heading', { level: 1 }),
  palette: page.getByRole('dialog', { name: 'Search, go, act' }),
  keys: page.getByRole('dialog', { name: 'All keys' }),
})

export interface Ask {
  readonly ticket: string
  readonly text?: string
  readonly team?: string
  readonly email?: string
  readonly stripeId?: string
}

const FIELDS = {
  ticket: 'Ticket',
  team: 'Team id',
  text: 'Text of the ticket, as pasted',
  email: /^Requester e-mail/,
  stripeId: /^Any Stripe id/,
} as const

export const verifyPage = (page: Page) => {
  const form = page.getByRole('form', { name: 'What the ticket says' })
  const verdict = page.getByRole('region', { name: 'Verdict' })
  const field = (name: keyof typeof FIELDS): Locator =>
    form.getByLabel(FIELDS[name], { exact: typeof FIELDS[name] === 'string' })
  return {
    form,
    verdict,
    field,
    /** The answer in one word; headings of what it rests on follow. */
    word: verdict.getByRole('heading', { level: 2 }).first(),
    evidence: verdict.getByRole('table', { name: 'Evidence' }),
    ask: form.getByRole('button', { name: /^Ask (Stripe|again)/ }),
    clear: form.getByRole('button', { name: 'Clear' }),
    openTeam: verdict.getByRole('button', { name: /^Open team/ }),
    copyReply: verdict.getByRole('button', { name: /^Copy reply/ }),
    fill: async (asked: Ask): Promise<void> => {
      await form.getByRole('button', { name: 'Clear' }).click()
      for (const [name, value] of Object.entries(asked)) await field(name as keyof typeof FIELDS).fill(value)
    },
  }
}

/** Fills the form and waits for the verdict; the word says which it became. */
export const verify = async (page: Page, asked: Ask): Promise<string> => {
  const { fill, ask, word } = verifyPage(page)
  await fill(asked)
  await ask.click()
  return word.innerText()
}

export const teamPage = (page: Page) => ({
  proof: page.getByRole('region', { name: /^Proof of identity/ }),
  tab: (name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}`) }),
  rows: (table: string): Locator => page.getByRole('grid', { name: table }).locator('tbody tr[aria-rowindex]'),
  grid: (table: string): Locator => page.getByRole('grid', { name: table }),
  panel: (name: string): Locator => page.getByRole('complementary', { name }),
})
