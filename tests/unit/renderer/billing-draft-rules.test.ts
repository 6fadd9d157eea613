import type { BillingStanding } from '@countersign/shared/features/billing-edits'
import { describe, expect, test } from 'vitest'
import {
  type BillingDraft,
  draftFor,
  editOf,
  isCountry,
  isEmail,
} from '../../../src-renderer/features/billing/draft-rules.ts'
import { billing as words } from '../../../src-renderer/messages/billing.ts'

const standing: BillingStanding = {
  identity: {
    name: 'Kestrel Robotics',
    email: 'billing@kestrel.example',
    address: { line1: 'Am Kai 1', line2: null, postalCode: '20457', city: 'Hamburg', state: null, country: 'DE' },
  },
  taxIds: [{ stripeId: 'txi_1', type: 'eu_vat', value: 'DE123456789' }],
}
const edit = (over: Partial<BillingDraft>) => editOf({ ...draftFor(standing), ...over }, standing)

describe('an edit of who is billed', () => {
  test('sends only what was touched, the address whole', () => {
    expect(edit({ city: 'Bremen' })).toEqual({
      is: 'edit',
      payload: {
        name: null,
        email: null,
        address: { line1: 'Am Kai 1', line2: null, postalCode: '20457', city: 'Bremen', state: null, country: 'DE' },
        addTaxIds: [],
        removeTaxIds: [],
        metadata: [],
      },
    })
  })

  test('is missing while nothing differs but spaces', () => {
    expect(edit({ name: ' Kestrel Robotics ' })).toEqual({ is: 'missing', why: words.noChange })
  })

  test('can’t empty a name or an e-mail', () => {
    expect(edit({ email: ' ' })).toEqual({ is: 'missing', why: words.cantClear })
    expect(edit({ name: '' })).toEqual({ is: 'missing', why: words.cantClear })
  })

  test('names a key to be set or, without a value, removed', () => {
    expect(edit({ metadataKey: 'cost-center', metadataValue: ' R&D ' })).toMatchObject({
      payload: { metadata: [{ subscriptionStripeId: null, key: 'cost-center', value: 'R&D' }] },
    })
    expect(edit({ metadataKey: 'cost-center', metadataOn: 'sub_1' })).toMatchObject({
      payload: { metadata: [{ subscriptionStripeId: 'sub_1', key: 'cost-center', value: null }] },
    })
  })

  test('adds and removes tax ids', () => {
    expect(edit({ removed: ['txi_1'], taxValue: 'GB123456789', taxType: 'gb_vat' })).toMatchObject({
      payload: { addTaxIds: [{ type: 'gb_vat', value: 'GB123456789' }], removeTaxIds: ['txi_1'] },
    })
  })

  test('knows an e-mail and a country by their shape', () => {
    expect(isEmail('a@b.example') && isCountry('DE') && isCountry('')).toBe(true)
    expect(isEmail('a@b') || isEmail('a b@c.example') || isCountry('D') || isCountry('de')).toBe(false)
    expect(edit({ country: 'X' })).toEqual({ is: 'missing', why: words.wrongField })
  })
})
