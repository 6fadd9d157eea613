import { describe, expect, test } from 'vitest'
import { foundOnTenant, foundUnknownPayer, type TenantFacts } from '../../../server/features/drift/tenant-rules.ts'

// Guards: a payer without a tenant is named before anything else, and what agrees, or is on its way, is no difference.

const facts = (over: Partial<TenantFacts> = {}): TenantFacts => ({
  teamId: 'kestrel',
  customerStripeId: 'cus_1',
  wanted: { state: 'active', reason: '“Business” is paid.' },
  applied: 'active',
  isComing: false,
  problem: null,
  faults: [],
  differences: [],
  ...over,
})

const fault = { onStripeId: 'price_1', key: 'max-end-devices', value: 'many', why: 'is no whole number' }
const suspended = { state: 'suspended', reason: '“Business” ended.' }

describe('a tenant', () => {
  test('that is as it is wanted is right, whether or not the provisioner can tell', () => {
    expect(foundOnTenant(facts())).toBeNull()
    expect(foundOnTenant(facts({ differences: null }))).toBeNull()
    expect(foundOnTenant(facts({ wanted: { ...suspended, state: 'flagged' }, applied: 'flagged' }))).toBeNull()
    expect(foundOnTenant(facts({ wanted: suspended, applied: 'suspended' }))).toBeNull()
    expect(foundOnTenant(facts({ wanted: { ...suspended, state: 'archived' }, applied: 'archived' }))).toBeNull()
    expect(foundOnTenant(facts({ wanted: null, applied: null }))).toBeNull()
  })

  test('that is paid for and doesn’t run shuts a payer out, by our record or by the provisioner’s word', () => {
    const there = { what: 'state', applied: 'active', actual: 'suspended' }
    const none = { what: 'tenant', applied: 'active', actual: 'none' }
    for (const over of [{ applied: null }, { applied: 'suspended' }, { differences: [there] }, { differences: [none] }])
      expect(foundOnTenant(facts(over))).toMatchObject({ kind: 'tenant.missing', severity: 'shut-out' })
    expect(foundOnTenant(facts({ differences: [none] }))?.sides).toEqual([
      { field: 'state', there: 'active', here: 'none' },
    ])
  })

  test('that runs and isn’t paid for costs money', () => {
    const still = { what: 'state', applied: 'suspended', actual: 'active' }
    for (const over of [{ applied: 'active' }, { applied: 'suspended', differences: [still] }])
      expect(foundOnTenant(facts({ wanted: suspended, ...over }))).toMatchObject({
        kind: 'tenant.unpaid',
        severity: 'money',
        repair: { kind: 'reconcile', teamId: 'kestrel' },
      })
  })

  test('with other limits shuts out where they are less, and gives away where they are more', () => {
    const limits = (applied: string, actual: string) =>
      foundOnTenant(facts({ differences: [{ what: 'max-gateways', applied, actual }] }))
    expect(limits('10', '5')).toMatchObject({ kind: 'tenant.limits', severity: 'shut-out' })
    expect(limits('unlimited', '500')).toMatchObject({ severity: 'shut-out' })
    expect(limits('10', '20')).toMatchObject({ severity: 'money' })
    expect(limits('10', 'unlimited')).toMatchObject({ severity: 'money' })
  })

  test('with other limits is no difference while it is suspended: its order leaves them as they are', () => {
    const differences = [{ what: 'max-gateways', applied: '10', actual: '5' }]
    for (const state of ['suspended', 'archived'])
      expect(foundOnTenant(facts({ wanted: { ...suspended, state }, applied: state, differences }))).toBeNull()
  })

  test('held by what can’t be read names it; that shuts out who isn’t served yet', () => {
    const held = { problem: 'The plan’s limits can’t be read.', faults: [fault] }
    expect(foundOnTenant(facts({ ...held, applied: null }))).toMatchObject({
      kind: 'tenant.held',
      severity: 'shut-out',
      sides: [{ field: 'max-end-devices of price_1', there: 'many', here: 'is no whole number' }],
      repair: { kind: 'elsewhere', words: expect.stringContaining('“max-end-devices”') },
    })
    expect(foundOnTenant(facts(held))).toMatchObject({ kind: 'tenant.held', severity: 'stale' })
    expect(foundOnTenant(facts({ faults: [fault] }))).toBeNull()
  })

  test('with an order on its way is no difference yet; one that is held up is', () => {
    expect(foundOnTenant(facts({ applied: null, isComing: true }))).toBeNull()
    expect(foundOnTenant(facts({ isComing: true }))).toBeNull()
    const heldUp = { isComing: true, problem: 'HTTP 500' }
    expect(foundOnTenant(facts({ ...heldUp, applied: null }))).toMatchObject({ kind: 'tenant.missing' })
    expect(foundOnTenant(facts(heldUp))).toMatchObject({
      kind: 'tenant.held',
      severity: 'stale',
      explanation: expect.stringContaining('HTTP 500'),
      repair: { kind: 'reconcile' },
    })
    expect(foundOnTenant(facts({ ...heldUp, wanted: suspended, applied: 'suspended' }))).toBeNull()
  })
})

test('who pays and was never heard of has a finding of the same key', () => {
  const payer = { teamId: 'kestrel', customerStripeId: 'cus_1', subscriptionStripeId: 'sub_1' }
  expect(foundUnknownPayer(payer)).toMatchObject({ kind: 'tenant.missing', subjectId: 'kestrel', severity: 'shut-out' })
})
