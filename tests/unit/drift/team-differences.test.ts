import { describe, expect, test } from 'vitest'
import { foundByHand, foundOnRunning, foundShared } from '../../../server/features/drift/team-rules.ts'

// Guards: whose what is: nothing is found while all say the same.

const KEYS = ['team', 'tenant-id']
const RUNNING = {
  stripeId: 'sub_1',
  customerStripeId: 'cus_1',
  metadata: { team: 'kestrel' },
  customerMetadata: { team: 'kestrel' },
  hasTenantPlan: true,
}

describe('a running subscription', () => {
  test('of its customer’s team, or with the id on one of both, is right', () => {
    expect(foundOnRunning(RUNNING, KEYS)).toBeNull()
    expect(foundOnRunning({ ...RUNNING, metadata: {} }, KEYS)).toBeNull()
    expect(foundOnRunning({ ...RUNNING, customerMetadata: {} }, KEYS)).toBeNull()
    expect(foundOnRunning({ ...RUNNING, metadata: { 'tenant-id': ' kestrel ' } }, KEYS)).toBeNull()
  })

  test('of another team than its customer is named', () => {
    expect(foundOnRunning({ ...RUNNING, metadata: { team: 'osprey' } }, KEYS)).toMatchObject({
      kind: 'team.differs',
      severity: 'money',
      sides: [{ there: 'osprey', here: 'kestrel' }],
      repair: { kind: 'form', form: 'billing', subscriptionStripeId: 'sub_1' },
    })
  })

  test('of nobody is named where its plan has a tenant, and only there', () => {
    const nobody = { ...RUNNING, metadata: {}, customerMetadata: {} }
    expect(foundOnRunning(nobody, KEYS)).toMatchObject({ kind: 'team.absent', severity: 'shut-out' })
    expect(foundOnRunning({ ...nobody, hasTenantPlan: false }, KEYS)).toBeNull()
    expect(foundOnRunning({ ...nobody, hasTenantPlan: null }, KEYS)).toBeNull()
  })
})

test('one id on two customers is named with both; on one it is right', () => {
  const customers = [
    { stripeId: 'cus_1', name: 'Kestrel' },
    { stripeId: 'cus_2', name: null },
  ]
  expect(foundShared({ teamId: 'kestrel', customers })).toMatchObject({
    kind: 'team.shared',
    subjectId: 'kestrel',
    sides: [{ field: 'cus_1' }, { field: 'cus_2' }],
  })
  expect(foundShared({ teamId: 'kestrel', customers: customers.slice(1) })).toBeNull()
  expect(foundShared({ teamId: 'kestrel', customers: [] })).toBeNull()
})

describe('a second live subscription', () => {
  const own = { stripeId: 'sub_1', isEnded: false, metadata: { team: 'kestrel' } }
  const other = { stripeId: 'sub_2', isEnded: false, metadata: {} }

  test('without a team beside one with it was made by hand', () => {
    expect(foundByHand('cus_1', [own, other], KEYS)).toMatchObject([
      { kind: 'team.by-hand', subjectId: 'sub_2', teamId: 'kestrel', repair: { form: 'cancel' } },
    ])
  })

  test('that has ended, or names a team, or stands alone, was not', () => {
    expect(foundByHand('cus_1', [own, { ...other, isEnded: true }], KEYS)).toEqual([])
    expect(foundByHand('cus_1', [{ ...own, isEnded: true }, other], KEYS)).toEqual([])
    expect(foundByHand('cus_1', [own, { ...other, metadata: { team: 'kestrel' } }], KEYS)).toEqual([])
    expect(foundByHand('cus_1', [other], KEYS)).toEqual([])
  })
})
