// Guarantee: who is billed is edited only as it was signed, once; an edit that fails in the middle goes on where it
// stopped, and the log holds no address of anybody.
import type { BillingEditPayload } from '@countersign/shared/features/billing-edits'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { openSubscriptionDesk } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const NOTHING: BillingEditPayload = {
  name: null,
  email: null,
  address: null,
  addTaxIds: [],
  removeTaxIds: [],
  metadata: [],
}
const HAMBURG = {
  line1: 'Speicherstraße 12',
  line2: null,
  postalCode: '20457',
  city: 'Hamburg',
  state: null,
  country: 'DE',
}

const open = async () => {
  const at = await openSubscriptionDesk(sandbox)
  const edit = (over: Partial<BillingEditPayload>) =>
    ({ kind: 'billing.edit', payload: { ...NOTHING, ...over } }) as const
  const taxIds = async () => {
    const { data } = await at.stripe.customers.listTaxIds(at.customer)
    return data.map(({ type, value }) => [type, value])
  }
  const billed = async () => {
    const found = await at.stripe.customers.retrieve(at.customer)
    if (found.deleted) throw new Error('gone')
    return found
  }
  return { ...at, edit, taxIds, billed }
}

describe('who is billed', () => {
  test('changes as the card shows it: name, e-mail, address, tax ids and metadata of customer and subscription', async () => {
    const at = await open()
    const { id } = await at.subscribe(3000)
    const old = await at.stripe.customers.createTaxId(at.customer, { type: 'eu_vat', value: 'DE123456789' })
    const done = await at.carryOut(
      at.edit({
        name: 'Kestrel Robotics SE',
        email: 'accounts@kestrel.example',
        address: HAMBURG,
        addTaxIds: [{ type: 'eu_vat', value: 'DE987654321' }],
        removeTaxIds: [old.id],
        metadata: [
          { subscriptionStripeId: null, key: 'cost-center', value: 'R&D 7' },
          { subscriptionStripeId: id, key: 'contact', value: 'Maren' },
        ],
      }),
    )
    expect(done.card.lines).toEqual([
      { label: 'Name', before: 'Kestrel Robotics – Werk Nord', after: 'Kestrel Robotics SE' },
      { label: 'Billing e-mail', before: 'billing@kestrel.example', after: 'accounts@kestrel.example' },
      { label: 'Address', before: 'nothing', after: 'Speicherstraße 12, 20457 Hamburg, DE' },
      { label: 'Tax id', before: 'DE123456789 (eu_vat)', after: 'removed' },
      { label: 'Tax id', before: 'nothing', after: 'DE987654321 (eu_vat)' },
      { label: `Metadata cost-center of ${at.customer}`, before: 'nothing', after: 'R&D 7' },
      { label: `Metadata contact of ${id}`, before: 'nothing', after: 'Maren' },
    ])
    expect(done).toMatchObject({ state: 'done', approversNeeded: 1 })
    expect(await at.billed()).toMatchObject({
      name: 'Kestrel Robotics SE',
      email: 'accounts@kestrel.example',
      address: { line1: 'Speicherstraße 12', postal_code: '20457', city: 'Hamburg', country: 'DE' },
      metadata: { team: 'kestrel', 'cost-center': 'R&D 7' },
    })
    expect(await at.taxIds()).toEqual([['eu_vat', 'DE987654321']])
    expect((await at.stripe.subscriptions.retrieve(id)).metadata).toMatchObject({ team: 'kestrel', contact: 'Maren' })
  })

  test('leaves no address in the log', async () => {
    const at = await open()
    await at.carryOut(at.edit({ email: 'secret.person@kestrel.example', address: HAMBURG }))
    const rows = await at.kernel.db.selectFrom('auditEntry').select(['details', 'reason']).execute()
    expect(rows.length).toBeGreaterThan(3)
    expect(JSON.stringify(rows)).not.toMatch(/secret\.person|Speicherstra/)
  })

  test('is refused when all of it stands there, or names a subscription that isn’t theirs', async () => {
    const at = await open()
    await expect(at.ask(at.edit({}))).rejects.toMatchObject({ code: 'BILLING_UNCHANGED' })
    await expect(at.ask(at.edit({ email: 'billing@kestrel.example' }))).rejects.toMatchObject({
      code: 'BILLING_UNCHANGED',
    })
    const elsewhere = at.edit({ metadata: [{ subscriptionStripeId: 'sub_0', key: 'team', value: 'marlow' }] })
    await expect(at.ask(elsewhere)).rejects.toMatchObject({ code: 'SUBSCRIPTION_ELSEWHERE' })
  })

  test('is stale when the e-mail moved in between', async () => {
    const at = await open()
    const id = await at.ask(at.edit({ email: 'accounts@kestrel.example' }))
    await at.stripe.customers.update(at.customer, { email: 'other@kestrel.example' })
    await at.approve(id)
    await at.driveOn(1)
    expect(await at.read(id)).toMatchObject({ state: 'stale', outcome: { differences: [{ what: 'Billing e-mail' }] } })
    expect((await at.billed()).email).toBe('other@kestrel.example')
  })

  test('may move the team’s own id, with a warning, and the edit ends although it proves nothing any more', async () => {
    const at = await open()
    const id = await at.ask(at.edit({ metadata: [{ subscriptionStripeId: null, key: 'team', value: 'kestrel-2' }] }))
    expect((await at.read(id)).card.warnings.join(' ')).toContain('team says which team this is')
    await at.approve(id)
    at.fail({ kind: 'error_after', path: `/v1/customers/${at.customer}` })
    await at.driveOn()
    expect(await at.read(id)).toMatchObject({ state: 'done' })
    expect((await at.billed()).metadata['team']).toBe('kestrel-2')
  })
})

describe('when Stripe’s answer is lost', () => {
  test.each(['drop_after', 'drop_before', 'error_after', 'error_before'] as const)(
    '%s on each step: each tax id once',
    async (kind) => {
      const at = await open()
      const id = await at.ask(
        at.edit({
          name: 'Kestrel Robotics SE',
          addTaxIds: [
            { type: 'eu_vat', value: 'DE987654321' },
            { type: 'gb_vat', value: 'GB123456789' },
          ],
        }),
      )
      await at.approve(id)
      at.fail({ kind, path: `/v1/customers/${at.customer}` })
      at.fail({ kind, path: `/v1/customers/${at.customer}/tax_ids`, skip: 1 })
      await at.driveOn(8)
      expect(await at.read(id)).toMatchObject({ state: 'done' })
      const made = (await at.taxIds()).map(([type, value]) => `${type ?? ''} ${value ?? ''}`)
      expect(made).toHaveLength(2)
      expect(new Set(made)).toEqual(new Set(['eu_vat DE987654321', 'gb_vat GB123456789']))
    },
  )
})
