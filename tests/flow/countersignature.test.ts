// Guarantee: what a device signs is what it showed, kind, team and customer included; the companion takes that and
// nothing beside it, and a request that was changed after it was signed is never carried out.
import { actionKindSchema } from '@countersign/shared/features/action-kinds'
import type { Json } from '@countersign/shared/canonical'
import { signingSchema } from '@countersign/shared/features/countersignature'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { decideRequest } from '../../server/features/approvals/decide-request.ts'
import { enrolKey } from '../../server/features/approvals/enrol-key.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { companionIdOf } from '../../server/kernel/fingerprint.ts'
import { type ApproverKey, createBrowserKey } from '../../src-renderer/lib/browser-key.ts'
import type { KeptBrowserKey } from '../../src-renderer/lib/key-store.ts'
import { drive, proveTeam, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let ines: StaffActor
let jonas: StaffActor
let device: ApproverKey

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const faultOf = (error: unknown): unknown => (error instanceof AppError ? error.data?.['fault'] : String(error))

const askCredit = async (teamId: string) => {
  const customer = await desk.stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: teamId } })
  const proof = await proveTeam(desk.kernel, ines, { teamId, ticket: `#${teamId}` })
  const subject = await proveSubject(desk.kernel, proof)
  const payload = { amount: { amount: 4000, currency: 'usd' }, reasonId: 'outage' }
  const wanted = { subject, payload, ask: someAsk() }
  const { id } = await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, issueCredit, wanted)
  return { id, customer: customer.id }
}

/** Signs the request as the desk shows it; `over` is what a page that was taken over might show instead. */
const signShown = async (id: string, over: { kind?: string; teamId?: string; payload?: Json } = {}) => {
  const shown = await readRequest(desk.kernel, jonas, ACTIONS, id)
  const { companionId, policyVersion, teamId, customerStripeId, payload, facts } = shown
  const content = { kind: actionKindSchema.parse(shown.kind), teamId, customerStripeId, payload, ...over }
  const signing = { companionId, requestId: id, decision: 'approve', content, facts, policyVersion }
  const { place: _place, ...countersignature } = await device.sign(signingSchema.parse(signing))
  return countersignature
}
const decide = async (id: string, over?: Parameters<typeof signShown>[1]) => {
  const countersignature = await signShown(id, over)
  const input = { requestId: id, decision: 'approve', comment: null, countersignature } as const
  return decideRequest(desk.kernel, { actor: jonas, requestId: 'req_decide' }, input)
}

beforeAll(async () => {
  desk = await openDesk()
  vi.useFakeTimers({ toFake: ['Date'], now: desk.kernel.clock.now() })
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatStaff(desk.kernel, 'Jonas Whitlock', ['approver'])
  const kept = new Map<string, KeptBrowserKey>()
  device = createBrowserKey(jonas.id, {
    load: async (name) => kept.get(name) ?? null,
    keep: async (name, key) => void kept.set(name, key),
  })
  const companionId = companionIdOf(desk.kernel.keys)
  const { enrolment } = await device.create({ companionId, isReplacing: false })
  const offered = { enrolment, label: 'browser', ask: someAsk('The first key') }
  await enrolKey(desk.kernel, { actor: jonas, requestId: 'req_key' }, offered)
})
afterEach(() => vi.setSystemTime(desk.kernel.clock.now()))
afterAll(async () => {
  vi.useRealTimers()
  await desk.close()
})

describe('what a device signs', () => {
  test('as the desk shows it is taken, and done', async () => {
    const { id, customer } = await askCredit('kestrel')
    expect(await decide(id)).toBe('approved')
    await drive(desk.kernel)
    const entries = await desk.stripe.customers.listBalanceTransactions(customer)
    expect(entries.data.map(({ amount }) => amount)).toEqual([-4000])
  })

  test('under another kind, team or amount than the companion holds is refused', async () => {
    const { id } = await askCredit('marlow')
    const amount = { amount: 1, currency: 'usd' }
    for (const over of [{ kind: 'coupon.code' }, { teamId: 'kestrel' }, { payload: { amount, reasonId: 'outage' } }]) {
      const refused: unknown = await decide(id, over).catch((error: unknown) => error)
      expect([codeOf(refused), faultOf(refused)]).toEqual(['COUNTERSIGNATURE_INVALID', 'payload-differs'])
    }
    expect((await readRequest(desk.kernel, jonas, ACTIONS, id)).state).toBe('requested')
  })

  test('on a device whose clock is off is refused by that name', async () => {
    const { id } = await askCredit('heron')
    vi.setSystemTime(desk.kernel.clock.now() - 10 * 60_000)
    expect(faultOf(await decide(id).catch((error: unknown) => error))).toBe('clock-off')
  })
})

test('a request that names another team than was signed is not carried out', async () => {
  const { id, customer } = await askCredit('tern')
  await decide(id)
  await desk.kernel.db.updateTable('approvalRequest').set({ teamId: 'gannet' }).where('id', '=', id).execute()
  await drive(desk.kernel)
  expect((await desk.stripe.customers.listBalanceTransactions(customer)).data).toEqual([])
  const { state, outcome } = await readRequest(desk.kernel, jonas, ACTIONS, id)
  expect(state).toBe('stale')
  expect(outcome).toMatchObject({ kind: 'stale', differences: [{ what: 'The request itself' }] })
})
