import type { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONFLICTING_TEAM, situation, situations } from '../../stripe-sandbox/samples/situations.ts'
import { isProbe, type StripeSide, stripeAt } from '../support/browser.ts'
import { DOORS, type Door } from '../support/desk-doors.ts'
import { goTo, shell, signInAs, signOut, teamPage, verify, verifyPage } from '../support/desk-pages.ts'

// Guards: the main job. Whoever pastes a ticket learns whether its team is the one in Stripe, and why; reads of it exactly
// the money that Stripe tells; and is never led to act on, or to name to a customer, a team that is not proven. The same
// story through both doors of the built desk.

const proven = situation('proven')
const TICKET = 'INC-4821'

/** Written here anew: the desk's own formatting must not vouch for itself. */
const figure = (minor: number, currency: string): string => {
  const decimals = currency === 'jpy' ? 0 : 2
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${minor < 0 ? '−' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(-decimals)}`}${currency.toUpperCase()}`
}

/** What the person waits for; how long it takes is for the benchmark. */
const soon = <Value>(seen: () => Promise<Value>) => expect.poll(seen, { timeout: 15_000 })

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')

/** The amounts that stand in a piece of the screen, as the eye reads them: number, then code. */
const figuresIn = (text: string): string[] => squeezed(text).match(/−?[\d,]+(?:\.\d+)?(?:USD|EUR|JPY)/g) ?? []

const listAll = async <Item>(list: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = []
  for await (const item of list) all.push(item)
  return all
}

const amountEachPeriod = ({ items, currency }: Stripe.Subscription): string =>
  figure(
    items.data.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * (quantity ?? 1), 0),
    currency,
  )

const otherIds = (own: string | null): string[] => [
  CONFLICTING_TEAM,
  ...Object.values(situations).flatMap(({ team, customer, email }) =>
    [team, customer, email].filter((id): id is string => id !== null && id !== own),
  ),
]

describe.each(DOORS)('$name', ({ open }) => {
  let door: Door
  let stripe: StripeSide
  beforeAll(async () => {
    door = await open()
  })
  afterAll(() => door.close())

  test('support signs in with a sample account, and no real money is near', async () => {
    const { page } = door
    await signInAs(page, 'support')
    await soon(() => page.getByText('No real money moves here').isVisible()).toBe(true)
    await goTo(page, '#/settings?section=about')
    const host = await page.locator('dt:text-is("Stripe") + dd').innerText()
    expect(host).toMatch(/^127\.0\.0\.1:\d+$/)
    stripe = stripeAt(`http://${host}`)
  })

  test('the pasted ticket names the team, and Stripe proves it with evidence', async () => {
    const { page } = door
    await goTo(page, '#/verify')
    const { fill, field, ask, word, evidence, verdict } = verifyPage(page)
    await fill({ ticket: TICKET, text: `Re: billing, team "${proven.team}" was charged twice for October` })
    expect(await field('team').inputValue()).toBe(proven.team)
    await ask.click()
    expect(await word.innerText()).toBe('Proven')
    const { data } = await stripe.client.subscriptions.list({ customer: proven.customer ?? '' })
    expect(data.length).toBeGreaterThan(1)
    const rows = await evidence.locator('tbody tr').allInnerTexts()
    for (const id of [proven.customer ?? '', ...data.map((one) => one.id)]) {
      const row = rows.find((text) => text.includes(id) && text.includes(proven.team ?? ''))
      expect(row, `no evidence on ${id} in ${rows.join(' | ')}`).toContain('exact')
    }
    expect(await verdict.innerText()).toMatch(/Live until \d\d:\d\d UTC/)
  })

  test('the team opens with its proof on top and the subscriptions that Stripe has', async () => {
    const { page } = door
    await verifyPage(page).openTeam.click()
    const team = teamPage(page)
    const customer = (await stripe.client.customers.retrieve(proven.customer ?? '')) as Stripe.Customer
    await soon(() => shell(page).title.innerText()).toBe(customer.name)
    expect(await team.proof.innerText()).toContain(`Proven for ${TICKET}`)

    await team.tab('Subscriptions').click()
    const subscriptions = await listAll(stripe.client.subscriptions.list({ customer: customer.id, status: 'all' }))
    await soon(() => team.rows('Subscriptions').count()).toBe(subscriptions.length)
    const shown = await team.rows('Subscriptions').allInnerTexts()
    expect(shown.flatMap(figuresIn).toSorted()).toEqual(subscriptions.map(amountEachPeriod).toSorted())
  })

  test('a subscription opens with the price, quantity, period and id of Stripe’s own answer', async () => {
    const { page } = door
    const team = teamPage(page)
    const subscriptions = await listAll(
      stripe.client.subscriptions.list({ customer: proven.customer ?? '', status: 'all' }),
    )
    for (const subscription of subscriptions) {
      await goTo(page, `#/teams/${proven.customer}?tab=subscriptions&item=${subscription.id}&ticket=${TICKET}`)
      await team.panel('Subscription').getByText(subscription.id, { exact: true }).waitFor()
      const text = await team.panel('Subscription').innerText()
      expect(figuresIn(text)).toContain(amountEachPeriod(subscription))
      expect(text.toLowerCase()).toContain(subscription.status)
      for (const item of subscription.items.data) {
        expect(text).toContain(item.price.id)
        expect(text).toContain(`× ${item.quantity}`)
      }
    }
  })

  test('the invoices show the numbers and totals that Stripe has', async () => {
    const { page } = door
    const team = teamPage(page)
    await goTo(page, `#/teams/${proven.customer}?tab=invoices&ticket=${TICKET}`)
    const invoices = await listAll(stripe.client.invoices.list({ customer: proven.customer ?? '', limit: 100 }))
    await soon(() => team.grid('Invoices').getAttribute('aria-rowcount')).toBe(String(invoices.length + 1))
    const shown = (await team.rows('Invoices').allInnerTexts()).map(squeezed)
    expect(shown.length).toBeGreaterThan(10)
    for (const text of shown) {
      const invoice = invoices.find(({ number }) => number !== null && text.startsWith(number))
      expect(invoice, `no invoice of Stripe’s is ${text}`).toBeDefined()
      expect(figuresIn(text.slice(invoice?.number?.length))[0]).toBe(
        figure(invoice?.total ?? NaN, invoice?.currency ?? ''),
      )
    }
  })

  test('an invoice opens with all four of its amounts, and as a PDF', async () => {
    const { page, addressOpenedBy } = door
    const { data } = await stripe.client.invoices.list({ customer: proven.customer ?? '', limit: 1 })
    const [latest] = data
    if (!latest?.invoice_pdf) throw new Error('the sample’s latest invoice has no PDF')
    await goTo(page, `#/teams/${proven.customer}?tab=invoices&item=${latest.id}&ticket=${TICKET}`)
    const panel = teamPage(page).panel('Invoice')
    await panel.getByText(latest.id ?? '', { exact: true }).waitFor()
    expect(figuresIn(await panel.innerText())).toEqual(
      [latest.total, latest.amount_due, latest.amount_paid, latest.amount_remaining].map((amount) =>
        figure(amount, latest.currency),
      ),
    )
    const button = panel.getByRole('button', { name: 'PDF' })
    expect(await addressOpenedBy(() => button.click())).toBe(latest.invoice_pdf)
    const pdf = Buffer.from(await (await fetch(latest.invoice_pdf)).arrayBuffer()).toString('latin1')
    expect(pdf.slice(0, 5)).toBe('%PDF-')
    expect(pdf).toContain(latest.number)
  })

  const cases = [
    {
      word: 'Ambiguous',
      name: 'ambiguousNew',
      sentence: /2 Stripe customers carry/,
      next: /until one is picked with a reason and an approver confirms it/,
    },
    { word: 'Conflict', name: 'conflict', sentence: /carries another team’s id/, next: /contradict each other/ },
    { word: 'Weak', name: 'weak', email: true, sentence: /Only the billing e-mail agrees/, next: /ask for the id/ },
    {
      word: 'Unknown',
      name: 'unknown',
      sentence: /Nothing in Stripe carries this id/,
      next: /enter its billing details/,
    },
    { word: 'Unverified', name: 'proven', broken: true, sentence: /Stripe/, next: /Nothing can be changed/ },
  ]

  test.each(cases)('$word says so, why, and what to do; nothing can be changed', async (given) => {
    const { page } = door
    const { team, email } = situation(given.name)
    await goTo(page, '#/verify')
    if (given.broken) await stripe.fail({ kind: 'error_before', path: '/v1/*' })
    try {
      const asked = { ticket: `INC-${given.word}`, text: `Re: billing, team "${team}" was charged twice` }
      expect(await verify(page, given.email ? { ...asked, email: email ?? '' } : asked)).toBe(given.word)
    } finally {
      await stripe.mend()
    }
    const { verdict, openTeam } = verifyPage(page)
    const text = await verdict.innerText()
    expect(text).toMatch(given.sentence)
    expect(text).toMatch(given.next)
    expect(text).toContain('Read-only')
    expect(text).not.toMatch(/Money actions open|Live until/)
    expect(await openTeam.count()).toBe(0)
  })

  test.each(cases)('the reply to copy on $word names no other team', async (given) => {
    const { page, copied } = door
    const { team } = situation(given.name)
    await goTo(page, '#/verify')
    await page.getByRole('complementary', { name: 'Your verifications' }).getByText(`INC-${given.word}`).click()
    await soon(() => verifyPage(page).word.innerText()).toBe(given.word)
    await verifyPage(page).copyReply.click()
    // The copy before this one ends alike: only the ticket tells them apart.
    await soon(copied).toContain(`INC-${given.word}`)
    const reply = await copied()
    expect(reply).toContain('Kind regards')
    for (const other of otherIds(team)) expect(reply).not.toContain(other)
  })

  test('a link from the helpdesk brings team and ticket along', async () => {
    const { page, followDeepLink } = door
    await followDeepLink(proven.team ?? '', TICKET)
    const { field } = verifyPage(page)
    await soon(() => field('team').inputValue()).toBe(proven.team)
    expect(await field('ticket').inputValue()).toBe(TICKET)
  })

  test('support sees the log dimmed, with the reason', async () => {
    const audit = shell(door.page).nav('Audit')
    expect(await audit.getAttribute('aria-disabled')).toBe('true')
    expect(await audit.textContent()).toContain('only auditor or administrator')
  })

  test('signing out leads to the sign-in, which offers the accounts again', async () => {
    const { page } = door
    await signOut(page)
    await page.getByRole('button', { name: /^Sign in as .*, Auditor$/ }).waitFor({ timeout: 5000 })
  })

  test('an auditor reads every verification in the log, and cannot verify', async () => {
    const { page } = door
    await signInAs(page, 'auditor')
    await goTo(page, '#/audit')
    const entries = page.getByRole('grid').locator('tbody tr')
    await soon(async () => (await entries.allInnerTexts()).join('\n')).toContain(TICKET)
    const log = (await entries.allInnerTexts()).join('\n')
    for (const { word } of cases) expect(log).toContain(`INC-${word}`)

    const nav = shell(page).nav('Verify')
    expect(await nav.getAttribute('aria-disabled')).toBe('true')
    expect(await nav.textContent()).toContain('only support, finance or approver')
    await goTo(page, '#/verify')
    const { fill, ask, verdict } = verifyPage(page)
    await fill({ ticket: 'INC-AUDIT', team: proven.team ?? '' })
    expect(await ask.getAttribute('aria-disabled')).toBe('true')
    await ask.click({ force: true })
    await page.keyboard.press('Control+Enter')
    expect(await verdict.getByRole('heading', { level: 2 }).count()).toBe(0)
  })

  test('all of it broke neither the content policy nor a script', () => {
    expect(door.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})
