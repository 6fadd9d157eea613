import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CustomerFacts, Holder } from '../../../server/features/teams/evidence-rules.ts'
import { decideVerdict, type GatheredFacts } from '../../../server/features/teams/verification-rules.ts'

const TEAM = '7Kq9xLw2Vd'
const OTHER = '9mHt4RsPqe'

const subscription = (id: string, metadata: Record<string, string>, isEnded = false): Holder => ({
  objectStripeId: id,
  kind: 'subscription',
  customerStripeId: 'cus_1',
  label: 'Business, active',
  isEnded,
  metadata,
  clientReferenceId: null,
})

const customer = (over: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customerStripeId: 'cus_1',
  name: 'Kestrel Robotics',
  email: 'billing@kestrel.example',
  currency: 'eur',
  metadata: {},
  subscriptions: [],
  checkouts: [],
  ...over,
})

const facts = (over: Partial<GatheredFacts> = {}): GatheredFacts => ({
  claim: { teamId: TEAM, teamKeys: ['team', 'tenant-id'], requesterEmail: null },
  customers: [],
  named: null,
  isNamedMissing: false,
  ...over,
})

const withEmail = (requesterEmail: string) => ({ teamId: TEAM, teamKeys: ['team', 'tenant-id'], requesterEmail })

const checkout = (clientReferenceId: string): Holder => ({
  ...subscription('cs_1', {}),
  kind: 'checkout-session',
  clientReferenceId,
})

describe('proven', () => {
  test('the customer carries the id, letter for letter', () => {
    const verdict = decideVerdict(facts({ customers: [customer({ metadata: { team: TEAM } })] }))
    expect(verdict).toMatchObject({ strength: 'proven', customerStripeId: 'cus_1', customerName: 'Kestrel Robotics' })
    expect(verdict.evidence.map(({ field, result }) => [field, result])).toEqual([
      ['team', 'exact'],
      ['tenant-id', 'absent'],
    ])
  })

  test('only its subscription carries the id, under the second key', () => {
    const holder = subscription('sub_1', { 'tenant-id': TEAM })
    const verdict = decideVerdict(facts({ customers: [customer({ subscriptions: [holder] })] }))
    expect(verdict.strength).toBe('proven')
    expect(verdict.evidence).toContainEqual(
      expect.objectContaining({ source: 'subscription', objectStripeId: 'sub_1', field: 'tenant-id', result: 'exact' }),
    )
  })

  test('another spelling beside the exact one is a notice, not an end of the proof', () => {
    const holder = subscription('sub_hand', { 'tenant-id': TEAM.toLowerCase() })
    const verdict = decideVerdict(
      facts({ customers: [customer({ metadata: { team: TEAM }, subscriptions: [holder] })] }),
    )
    expect(verdict.strength).toBe('proven')
    expect(verdict.notices.join()).toContain('another case, on sub_hand')
  })

  test('a differing e-mail alone is no conflict', () => {
    const verdict = decideVerdict(
      facts({ claim: withEmail('someone@else.example'), customers: [customer({ metadata: { team: TEAM } })] }),
    )
    expect(verdict.strength).toBe('proven')
    expect(verdict.evidence).toContainEqual(expect.objectContaining({ field: 'email', result: 'different' }))
  })

  test('another team’s id on a subscription that has ended takes nothing away', () => {
    const holder = subscription('sub_old', { team: OTHER }, true)
    const verdict = decideVerdict(
      facts({ customers: [customer({ metadata: { team: TEAM }, subscriptions: [holder] })] }),
    )
    expect(verdict.strength).toBe('proven')
  })
})

describe('what has ended', () => {
  const old = subscription('sub_old', { team: TEAM }, true)

  test('still tells whose it was, where nothing that runs carries the id', () => {
    expect(decideVerdict(facts({ customers: [customer({ subscriptions: [old] })] })).strength).toBe('proven')
  })

  test('doesn’t make a team ambiguous that has moved to another customer', () => {
    const moved = customer({ customerStripeId: 'cus_2', name: 'Kestrel B.V.', metadata: { team: TEAM } })
    const verdict = decideVerdict(facts({ customers: [customer({ subscriptions: [old] }), moved] }))
    expect(verdict).toMatchObject({ strength: 'proven', customerStripeId: 'cus_2' })
  })
})

describe('a copy from the past', () => {
  test.each(['invoice', 'checkout-session'] as const)('on the %s named proves nothing by itself', (kind) => {
    const named = { ...subscription('in_old', { team: TEAM }), kind }
    const verdict = decideVerdict(facts({ named, customers: [customer()] }))
    expect(verdict.strength).toBe('weak')
    expect(verdict.reason).toContain('Only a copy')
  })
})

describe('ambiguous', () => {
  test('two customers carry the id', () => {
    const customers = [
      customer({ metadata: { team: TEAM } }),
      customer({ customerStripeId: 'cus_2', metadata: { 'tenant-id': TEAM } }),
    ]
    const verdict = decideVerdict(facts({ customers }))
    expect(verdict).toMatchObject({ strength: 'ambiguous', customerStripeId: null })
    expect(verdict.candidates.filter((candidate) => candidate.carriesClaim)).toHaveLength(2)
  })
})

describe('conflict', () => {
  test('the object named carries another team’s id', () => {
    const named = { ...subscription('in_1', { team: OTHER }), kind: 'invoice' as const, customerStripeId: 'cus_9' }
    const verdict = decideVerdict(facts({ named }))
    expect(verdict).toMatchObject({ strength: 'conflict', customerStripeId: null })
    expect(verdict.evidence).toContainEqual(
      expect.objectContaining({ source: 'named-object', objectStripeId: 'in_1', result: 'different' }),
    )
  })

  test('the object named belongs to a customer that carries another team’s id', () => {
    const named = { ...subscription('in_1', {}), kind: 'invoice' as const, customerStripeId: 'cus_9' }
    const customers = [customer({ customerStripeId: 'cus_9', metadata: { team: OTHER } })]
    expect(decideVerdict(facts({ named, customers })).strength).toBe('conflict')
  })

  test('the object named belongs to another customer than the one that carries the id', () => {
    const named = { ...subscription('in_1', {}), kind: 'invoice' as const, customerStripeId: 'cus_9' }
    const customers = [customer({ metadata: { team: TEAM } }), customer({ customerStripeId: 'cus_9' })]
    expect(decideVerdict(facts({ named, customers })).strength).toBe('conflict')
  })

  test('a running subscription of the same customer carries another team’s id, from either side', () => {
    const holder = subscription('sub_1', { team: OTHER })
    const mixed = customer({ metadata: { team: TEAM }, subscriptions: [holder] })
    expect(decideVerdict(facts({ customers: [mixed] })).strength).toBe('conflict')
    const claim = { teamId: OTHER, teamKeys: ['team'], requesterEmail: null }
    expect(decideVerdict(facts({ claim, customers: [mixed] })).strength).toBe('conflict')
  })
})

describe('weak', () => {
  test('only the billing e-mail agrees, whatever its case', () => {
    const verdict = decideVerdict(facts({ claim: withEmail('BILLING@kestrel.example'), customers: [customer()] }))
    expect(verdict).toMatchObject({ strength: 'weak', customerStripeId: 'cus_1' })
    expect(verdict.reason).toContain('e-mail')
  })

  test('an id in another case proves nothing', () => {
    const customers = [customer({ metadata: { team: TEAM.toLowerCase() } })]
    expect(decideVerdict(facts({ customers })).strength).toBe('weak')
  })

  test('a checkout session’s reference supports and does not prove', () => {
    const customers = [customer({ checkouts: [checkout(TEAM)] })]
    expect(decideVerdict(facts({ customers })).strength).toBe('weak')
  })

  test('an e-mail that leads to another team’s customer says so', () => {
    const customers = [customer({ metadata: { team: OTHER } })]
    const verdict = decideVerdict(facts({ claim: withEmail('billing@kestrel.example'), customers }))
    expect(verdict.strength).toBe('weak')
    expect(verdict.notices).toContain('cus_1 carries another team’s id.')
  })
})

describe('unknown', () => {
  test('nothing was found', () => {
    expect(decideVerdict(facts()).strength).toBe('unknown')
  })

  test('an id was named that Stripe does not know', () => {
    const verdict = decideVerdict(facts({ isNamedMissing: true }))
    expect(verdict.strength).toBe('unknown')
    expect(verdict.notices[0]).toContain('no object')
  })
})

describe('for any facts', () => {
  const value = fc.constantFrom(TEAM, OTHER, TEAM.toLowerCase(), '')
  const metadata = fc.record({ team: value, 'tenant-id': value }, { requiredKeys: [] })
  const anyCustomer = fc.record({
    id: fc.constantFrom('cus_1', 'cus_2', 'cus_3'),
    metadata,
    subscription: fc.option(metadata, { nil: null }),
    isEnded: fc.boolean(),
  })
  const build = (
    rows: ReadonlyArray<{ id: string; metadata: object; subscription: object | null; isEnded: boolean }>,
  ) =>
    [...new Map(rows.map((row) => [row.id, row])).values()].map((row) =>
      customer({
        customerStripeId: row.id,
        metadata: row.metadata as Record<string, string>,
        subscriptions: row.subscription
          ? [
              {
                ...subscription(`sub_${row.id}`, row.subscription as Record<string, string>, row.isEnded),
                customerStripeId: row.id,
              },
            ]
          : [],
      }),
    )

  test('proven means exactly one customer with the exact id, and never a customer without it', () => {
    fc.assert(
      fc.property(fc.array(anyCustomer, { maxLength: 3 }), (rows) => {
        const customers = build(rows)
        const verdict = decideVerdict(facts({ customers }))
        const carries = (data: Readonly<Record<string, string>>) =>
          ['team', 'tenant-id'].some((key) => data[key] === TEAM)
        const running = customers.filter((row) =>
          [row.metadata, ...row.subscriptions.filter((one) => !one.isEnded).map((one) => one.metadata)].some(carries),
        )
        const ended = customers.filter((row) => row.subscriptions.some((one) => carries(one.metadata)))
        const carriers = running.length > 0 ? running : ended
        if (verdict.strength === 'proven') {
          expect(carriers.map((row) => row.customerStripeId)).toEqual([verdict.customerStripeId])
        }
        if (carriers.length > 1) expect(verdict.strength).toBe('ambiguous')
        if (carriers.length === 0) expect(['weak', 'unknown']).toContain(verdict.strength)
      }),
      { numRuns: 2000, seed: 20_261_121 },
    )
  })
})
