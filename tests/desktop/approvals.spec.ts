import { createPublicKey, verify as verifySignature } from 'node:crypto'
import { canonicalJson, type Json } from '@countersign/shared/canonical'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SAMPLE_KEY, situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, countersign } from '../support/approvals-page.ts'
import { type StripeSide, stripeAt } from '../support/browser.ts'
import { DOORS, type Door } from '../support/desk-doors.ts'
import { goTo, shell, signInAs, signOut } from '../support/desk-pages.ts'

// Guards: a credit reaches Stripe once, after another person read it and signed it; whoever asked can't sign, nor can an
// administrator; and what moved in between stops it with its difference. The same story through both doors of the desk.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }
const REASON = 'Two days without the dashboard, our fault'
const JONAS = 'Jonas Whitlock'

const soon = <Value>(seen: () => Promise<Value>) => expect.poll(seen, { timeout: 15_000 })

describe.each(DOORS)('$name', ({ name, open }) => {
  let door: Door
  let stripe: StripeSide
  let openingBalance: number[]

  const entries = async (): Promise<number[]> => {
    const { data } = await stripe.client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
    return data.map(({ amount }) => amount)
  }
  const changeTo = async (role: 'support' | 'admin' | 'approver' | 'auditor', person?: string) => {
    await signOut(door.page)
    await signInAs(door.page, role, person)
  }
  const openInbox = async (title: string) => {
    await goTo(door.page, '#/approvals')
    await approvalsPage(door.page).item(title).first().click()
    await door.page.getByRole('article', { name: title }).waitFor()
  }

  beforeAll(async () => {
    door = await open()
    await door.confirmInSystem()
    await signInAs(door.page, 'support')
    await goTo(door.page, '#/settings?section=about')
    stripe = stripeAt(`http://${await door.page.locator('dt:text-is("Stripe") + dd').innerText()}`)
    openingBalance = await entries()
  })
  afterAll(() => door.close())

  test('support asks for 40.00 USD; the own request is seen and can’t be signed', async () => {
    const { page } = door
    await askCredit(page, { ...TEAM, ticket: 'INC-4821', amount: '40', words: REASON })
    const { card, approve, item } = approvalsPage(page)
    await card.getByText(REASON).first().waitFor()
    expect(await approve.count()).toBe(0)
    expect(await card.getByText('You asked for this yourself; somebody else has to decide.').isVisible()).toBe(true)
    expect(await item('Credit of 40.00 USD').first().isVisible()).toBe(true)
    expect(await entries()).toEqual(openingBalance)
  })

  test('an administrator sees it and can’t sign it', async () => {
    const { page } = door
    await changeTo('admin')
    await openInbox('Credit of 40.00 USD')
    const { approve, reject, card } = approvalsPage(page)
    expect(await card.getByText('Only approvers decide.').isVisible()).toBe(true)
    expect(await approve.count()).toBe(0)
    expect(await reject.count()).toBe(0)
  })

  test('the approver reads effect and reason, enrols a key, signs; it stands in Stripe once', async () => {
    const { page } = door
    await changeTo('approver', JONAS)
    await soon(() => shell(page).nav('Approvals').innerText()).toContain('1')
    await openInbox('Credit of 40.00 USD')
    const { card, approve, row } = approvalsPage(page)
    // Stripe's own balance before, and 40.00 less after it.
    const before = openingBalance.reduce((sum, amount) => sum + amount, 0)
    expect(before).toBe(0)
    expect((await row('Balance').first().innerText()).replaceAll(/\s+/g, ' ')).toMatch(/0\.00 USD .40\.00 USD/)
    expect(await card.getByText(REASON).first().isVisible()).toBe(true)
    expect(await card.getByText('Given to this team in 12 months').isVisible()).toBe(true)
    await countersign(page, { isFirst: true })
    await card.getByText('It was done, and Stripe says so.').waitFor()
    expect(await entries()).toEqual([-4000, ...openingBalance])
    // A second click finds nothing to click, and the key of the button does nothing.
    expect(await approve.count()).toBe(0)
    await page.keyboard.press('a')
    expect(await entries()).toEqual([-4000, ...openingBalance])
  })

  test('what moved in between is shown before signing, stops it, and nothing is sent', async () => {
    const { page } = door
    await changeTo('support')
    await askCredit(page, { ...TEAM, ticket: 'INC-4822', amount: '5', words: 'A small one on top' })
    await stripe.client.customers.createBalanceTransaction(TEAM.customer, { amount: -100, currency: 'usd' })
    await changeTo('approver', JONAS)
    await openInbox('Credit of 5.00 USD')
    const { card, row } = approvalsPage(page)
    await card.getByText('It has moved since it was asked.').first().waitFor()
    // −40.00 before, another −1.00 since.
    expect((await row('Balance').first().innerText()).replaceAll(/\s+/g, ' ')).toMatch(/-40\.00 USD .*-41\.00 USD/)
    await countersign(page)
    await card.getByText(/^Stale: what it rests on moved/).waitFor()
    expect(await entries()).toEqual([-100, -4000, ...openingBalance])
    expect(await card.getByRole('table', { name: 'What moved' }).innerText()).toContain('-41.00 USD')
  })

  test('the next invoices are less by just that', async () => {
    const { client, url } = stripe
    const list = async () => (await client.invoices.list({ customer: TEAM.customer, limit: 100 })).data
    const known = new Set((await list()).map(({ id }) => id))
    const { data } = await client.subscriptions.list({ customer: TEAM.customer, status: 'active' })
    const lastEnd = Math.max(...data.flatMap(({ items }) => items.data.map((item) => item.current_period_end)))
    const body = JSON.stringify({ key: SAMPLE_KEY, advance_to: lastEnd + 2 * 3600 })
    expect((await fetch(new URL('/_sandbox/clock', url), { method: 'POST', body })).status).toBe(200)
    const next = (await list()).filter(({ id, status }) => !known.has(id) && status !== 'draft')
    // 40.00 of the approved credit and 1.00 of the entry beside it; the first invoice may be too small for all of it.
    expect(next.reduce((taken, { total, amount_due }) => taken + total - amount_due, 0)).toBe(4100)
    const customer = await client.customers.retrieve(TEAM.customer)
    expect(customer.deleted === true ? null : customer.balance).toBe(0)
  })

  test.runIf(name === 'the browser desk')('the log’s entry verifies with nothing but itself', async () => {
    const { page } = door
    await changeTo('auditor')
    const found = await page.evaluate(async () => {
      const input = encodeURIComponent(JSON.stringify({ filter: { action: 'approval.approved' } }))
      const answer = await fetch(`/trpc/audit.page?input=${input}`, { headers: { 'x-countersign-client': 'browser' } })
      return (await answer.json()) as {
        result: { data: { entries: { action: string; details: { countersignature: unknown } }[] } }
      }
    })
    const signed = found.result.data.entries.filter(({ action }) => action === 'approval.approved')
    expect(signed).toHaveLength(2)
    for (const { details } of signed) {
      const { statement, signature, publicKey } = details.countersignature as {
        statement: Json
        signature: string
        publicKey: string
      }
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
      const text = Buffer.from(canonicalJson(statement))
      expect(verifySignature(null, text, key, Buffer.from(signature, 'base64url'))).toBe(true)
    }
  })

  test('no page caused a fault', () => {
    expect(door.faults.filter((fault) => !fault.startsWith('securitypolicyviolation script-src eval '))).toEqual([])
  })
})
