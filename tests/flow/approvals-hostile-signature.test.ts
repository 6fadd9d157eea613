// Guarantee: a countersignature counts for one decision on one request by one person, and for nothing else: whatever part
// of it is forged, replayed or borrowed, the edge refuses it by name and nothing is executed.
import type { DecisionStatement } from '@countersign/shared/features/countersignature'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countersign, makeSigningKey, type SigningKey } from '../support/approvals.ts'
import { codeOf, type HostileDesk, openHostileDesk } from '../support/hostile-desk.ts'

let at: HostileDesk
let id: string
let customer: string

beforeAll(async () => {
  at = await openHostileDesk()
})
afterAll(() => at.close())
beforeEach(async () => {
  const team = await at.aTeam()
  ;({ customer } = team)
  ;({ id } = await at.askCredit(100, { team }))
})

const offer = async (
  key: SigningKey,
  over: Partial<DecisionStatement> = {},
  decision: 'approve' | 'reject' = 'approve',
) =>
  at
    .as(at.jonas.actor)
    .approvals.decide({ id, decision, countersignature: await countersign(at.kernel, key, { id, over }) })
    .catch(codeOf)

const expectNothing = async () => {
  await at.run()
  expect(await at.creditsOf(customer)).toEqual([])
  expect((await at.rowOf(id)).state).toBe('requested')
}

describe('a statement', () => {
  const other = 'a'.repeat(64)
  test.each<[string, Partial<DecisionStatement>]>([
    ['another companion', { companionId: 'b'.repeat(32) }],
    ['another request', { requestId: 'apr_01JZ0000000000000000000000' }],
    ['another payload', { payloadHash: other }],
    ['other facts', { factsHash: other }],
    ['another policy', { policyVersion: 99 }],
    ['six minutes ago', { at: new Date(Date.parse('2026-11-20T12:34:00.000Z') - 1).toISOString() }],
    ['a day to come', { at: '2026-11-21T12:40:00.000Z' }],
  ])('over %s is refused', async (_what, over) => {
    expect(await offer(at.jonas.key, over)).toBe('COUNTERSIGNATURE_INVALID')
    await expectNothing()
  })

  test.each<[string, Partial<Record<keyof DecisionStatement, unknown>>]>([
    ['another purpose', { purpose: 'countersign.key-enrolment.v1' }],
    ['no hash at all', { payloadHash: '' }],
    ['half a policy', { policyVersion: 1.5 }],
  ])('of %s is no statement', async (_what, over) => {
    expect(await offer(at.jonas.key, over as Partial<DecisionStatement>)).toBe('INPUT_INVALID')
    await expectNothing()
  })

  test('that approves doesn’t reject', async () => {
    expect(await offer(at.jonas.key, {}, 'reject')).toBe('COUNTERSIGNATURE_INVALID')
    await expectNothing()
  })
})

describe('a signature', () => {
  test('by a key that nobody enrolled is refused', async () => {
    expect(await offer(makeSigningKey())).toBe('KEY_NOT_ENROLLED')
    await expectNothing()
  })

  test('by another approver’s key is refused', async () => {
    expect(await offer(at.mira.key)).toBe('KEY_NOT_ENROLLED')
    await expectNothing()
  })

  test('by another key under the name of one’s own is refused', async () => {
    expect(await offer(makeSigningKey(), { keyId: at.jonas.key.keyId })).toBe('COUNTERSIGNATURE_INVALID')
    await expectNothing()
  })

  test('with one bit changed is refused', async () => {
    const { statement, signature } = await countersign(at.kernel, at.jonas.key, { id })
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    const countersignature = { statement, signature: changed }
    const answer = at.as(at.jonas.actor).approvals.decide({ id, decision: 'approve', countersignature })
    expect(await answer.catch(codeOf)).toBe('COUNTERSIGNATURE_INVALID')
    await expectNothing()
  })

  test('of one request is worth nothing for an identical second one', async () => {
    const kept = await countersign(at.kernel, at.jonas.key, { id })
    const { teamId } = await at.rowOf(id)
    const team = { customer, ticket: `#${teamId}` }
    const twin = await at.askCredit(100, { team, ask: { isTwinMeant: true } })
    const replayed = at
      .as(at.jonas.actor)
      .approvals.decide({ id: twin.id, decision: 'approve', countersignature: kept })
    expect(await replayed.catch(codeOf)).toBe('COUNTERSIGNATURE_INVALID')
    await expectNothing()
    expect((await at.rowOf(twin.id)).state).toBe('requested')
  })

  test('given a second time decides nothing twice', async () => {
    const countersignature = await countersign(at.kernel, at.jonas.key, { id })
    const decide = () => at.as(at.jonas.actor).approvals.decide({ id, decision: 'approve', countersignature })
    expect(await decide()).toEqual({ state: 'approved' })
    expect(await decide().catch(codeOf)).toBe('REQUEST_NOT_OPEN')
    await at.run()
    await at.run()
    expect(await at.creditsOf(customer)).toEqual([-100])
  })
})

test('an identical second request is a twin, named, unless it is meant', async () => {
  const { teamId } = await at.rowOf(id)
  expect(await at.askCredit(100, { team: { customer, ticket: `#${teamId}` } }).catch(codeOf)).toBe('REQUEST_TWIN_OPEN')
})

test('whoever hasn’t shown who they are just now decides nothing', async () => {
  const countersignature = await countersign(at.kernel, at.jonas.key, { id })
  const { appRouter } = await import('../../server/app/staff-router.ts')
  const staff = { ...at.jonas.actor, confirmedAt: null }
  const api = appRouter.createCaller({ kernel: at.kernel, staff, requestId: 'req', address: '192.0.2.7' })
  expect(await api.approvals.decide({ id, decision: 'approve', countersignature }).catch(codeOf)).toBe(
    'CONFIRMATION_NEEDED',
  )
  await expectNothing()
})
