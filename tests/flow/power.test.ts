// Guarantee: power is granted by another approver's countersignature and by nothing else: an administrator asks, nobody
// signs for themselves, and what was signed happens in the same transaction in which the request ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '@countersign/shared/canonical'
import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import type { PowerWish } from '@countersign/shared/features/power'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval, changePolicy } from '../../server/features/approvals/index.ts'
import { endKey } from '../../server/features/approvals/end-key.ts'
import { listApproverKeys } from '../../server/features/approvals/list-approver-keys.ts'
import { planPower } from '../../server/features/approvals/plan-power.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import {
  changeRoles,
  hasSecondFactor,
  readStanding,
  removeStaff,
  restoreStaff,
} from '../../server/features/staff/index.ts'
import { setPassword } from '../../server/features/staff/store.ts'
import { writeTotp } from '../../server/features/staff/write-totp.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import {
  type Approver,
  decide,
  drive,
  makeSigningKey,
  offerKey,
  seatApprover,
  seatStaff,
  signEnrolment,
  someAsk,
} from '../support/approvals.ts'
import { enrolKey } from '../../server/features/approvals/enrol-key.ts'
import { type Desk, openDesk } from '../support/desk.ts'

const NOBODY = { teamId: null, customerStripeId: null, ticket: null, verificationId: null }

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

let desk: Desk
let kofi: StaffActor
let jonas: Approver
let mara: Approver

const ask = async (wish: PowerWish) => {
  const { action, ...asked } = await planPower(desk.kernel, wish)
  return askApproval(desk.kernel, { actor: kofi, requestId: 'req_power' }, action, { ...asked, ask: someAsk() })
}
const rolesOf = async (id: string) => (await readStanding(desk.kernel.db, id)).roles
const cardOf = async (id: string) => (await readRequest(desk.kernel, jonas.actor, ACTIONS, id)).card

beforeAll(async () => {
  desk = await openDesk()
  kofi = await seatStaff(desk.kernel, 'Kofi Baptiste', ['admin'])
  // Seated by the system: the desk itself makes the first approver only.
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  mara = await seatApprover(desk.kernel, 'Mara Okonkwo')
})
afterAll(() => desk.close())

describe('an appointment', () => {
  test('is refused to an administrator alone, and happens with an approver’s signature', async () => {
    const { id: staffId } = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
    const acting = { actor: kofi, requestId: null }
    expect(await changeRoles(desk.kernel, acting, staffId, ['support', 'approver']).catch(codeOf)).toBe(
      'APPROVER_NEEDS_COUNTERSIGNATURE',
    )
    const { id } = await ask({ kind: 'staff.appoint-approver', staffId })
    expect((await cardOf(id)).lines[1]).toEqual({ label: 'Roles', before: 'support', after: 'support, approver' })
    await drive(desk.kernel)
    expect(await rolesOf(staffId)).toEqual(['support'])
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect(await rolesOf(staffId)).toEqual(['support', 'approver'])
    expect(await ask({ kind: 'staff.appoint-approver', staffId }).catch(codeOf)).toBe('APPROVER_ALREADY')
  })

  test('is stale when the roles moved in between', async () => {
    const { id: staffId } = await seatStaff(desk.kernel, 'Tobias Ronning', ['finance'])
    const { id } = await ask({ kind: 'staff.appoint-approver', staffId })
    await changeRoles(desk.kernel, { actor: kofi, requestId: null }, staffId, ['auditor'])
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const { state, outcome } = await readRequest(desk.kernel, jonas.actor, ACTIONS, id)
    expect(state).toBe('stale')
    expect(outcome).toMatchObject({ differences: [{ what: 'Roles', was: 'finance', now: 'auditor' }] })
    expect(await rolesOf(staffId)).toEqual(['auditor'])
  })

  test('brings a removed approver back', async () => {
    const { actor } = await seatApprover(desk.kernel, 'Priya Raman')
    const acting = { actor: kofi, requestId: null }
    expect(await ask({ kind: 'staff.restore-approver', staffId: actor.id }).catch(codeOf)).toBe('NOT_FOUND')
    await removeStaff(desk.kernel, acting, actor.id)
    expect(await restoreStaff(desk.kernel, acting, actor.id).catch(codeOf)).toBe('APPROVER_NEEDS_COUNTERSIGNATURE')
    const { id } = await ask({ kind: 'staff.restore-approver', staffId: actor.id })
    await decide(desk.kernel, mara, id)
    await drive(desk.kernel)
    expect(await readStanding(desk.kernel.db, actor.id)).toMatchObject({ isActive: true, roles: ['approver'] })
  })
})

describe('the reset of what only its owner has', () => {
  test('a key ends by another’s word, never by its owner’s', async () => {
    const owner = await seatApprover(desk.kernel, 'Noor Dessalegn')
    const { keyId } = owner.key
    const { id } = await ask({ kind: 'approver-key.reset', keyId })
    expect(await decide(desk.kernel, owner, id).catch(codeOf)).toBe('ABOUT_YOURSELF')
    const line = await readRequest(desk.kernel, owner.actor, ACTIONS, id)
    expect(line).toMatchObject({ mayDecide: false, mayNotBecause: expect.stringContaining('your own power') })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const keys = await listApproverKeys(desk.kernel)
    expect(keys.find((key) => key.id === keyId)?.state).toBe('ended')
    expect(await ask({ kind: 'approver-key.reset', keyId }).catch(codeOf)).toBe('KEY_NOT_ENROLLED')
  })

  test('a second factor is forgotten, and its owner’s sessions end', async () => {
    const { kernel } = desk
    const { actor } = await seatApprover(kernel, 'Sven Aalto')
    const wish = { kind: 'second-factor.reset', staffId: actor.id } as const
    expect(await ask(wish).catch(codeOf)).toBe('SECOND_FACTOR_MISSING')
    const changedAt = kernel.clock.now()
    await inTransaction(kernel.db, async (tx) => {
      await setPassword(tx, { staffId: actor.id, passwordHash: 'not-a-hash', changedAt })
      const secrets = { confirmed: 'JBSWY3DPEHPK3PXP', pending: null }
      await writeTotp(tx, kernel.keys, { staffId: actor.id, secrets, lastStep: null })
    })
    expect(await hasSecondFactor(kernel, actor.id)).toBe(true)
    const { id } = await ask(wish)
    await decide(kernel, mara, id)
    await drive(kernel)
    expect(await hasSecondFactor(kernel, actor.id)).toBe(false)
    const entry = kernel.db
      .selectFrom('auditEntry')
      .select(['actorId', 'reason'])
      .where('action', '=', 'staff.totp-reset')
    expect(await entry.executeTakeFirstOrThrow()).toMatchObject({
      actorId: systemActor('approvals').id,
      reason: 'Two days without the dashboard',
    })
  })
})

describe('what moves between the last look and the end', () => {
  const settle = async (kind: string, payload: Json, facts: Json, requestId = 'apr_01JZ0000000000000000000000') => {
    const action = ACTIONS.get(kind)
    if (!action) throw new Error(kind)
    const input = { requestId, reason: 'Two approvers on leave', payload, facts }
    return inTransaction(desk.kernel.db, (tx) => action.settle(desk.kernel, tx, { input, results: {} }))
  }
  const entryOf = (action: string, subjectId: string) =>
    desk.kernel.db
      .selectFrom('auditEntry')
      .select(['actorId', 'reason', 'requestId', 'details'])
      .where('action', '=', action)
      .where('subjectId', '=', subjectId)
      .executeTakeFirst()

  test('a key that ended stays ended, and one that waits is named in the log', async () => {
    const { kernel } = desk
    const owner = await seatStaff(kernel, 'Ada Svensson', ['approver'])
    const [ended, waiting] = [makeSigningKey(), makeSigningKey()]
    const settleKey = async ({ keyId, publicKey }: typeof ended) => {
      const about = { staffName: owner.name, place: 'keyring', label: 'laptop', isApprover: true, state: 'waiting' }
      return settle('approver-key.enrol', { keyId, staffId: owner.id }, { ...about, publicKey })
    }
    const stateOf = async (id: string) => (await listApproverKeys(kernel)).find((key) => key.id === id)?.state
    await offerKey(kernel, owner, ended)
    await offerKey(kernel, owner, waiting)
    await endKey(kernel, { actor: owner, requestId: 'req_end' }, ended.keyId)
    await expect(settleKey(ended)).rejects.toThrow('does not wait')
    expect(await stateOf(ended.keyId)).toBe('ended')
    await settleKey(waiting)
    expect(await stateOf(waiting.keyId)).toBe('active')
    const entry = await entryOf('approver-key.activated', waiting.keyId)
    expect(entry).toMatchObject({ actorId: 'system:approvals', reason: 'Two approvers on leave' })
    expect(JSON.parse(entry?.details ?? '{}')).toMatchObject({ staff: owner.id, publicKey: waiting.publicKey })
  })

  test('roles that went don’t come back with an appointment', async () => {
    const { id: staffId, name, email } = await seatStaff(desk.kernel, 'Henrik Voss', ['support'])
    await settle('staff.appoint-approver', { staffId }, { name, email, roles: ['admin', 'finance'] })
    expect(await rolesOf(staffId)).toEqual(['support', 'approver'])
  })

  test('a policy’s version is named in the log', async () => {
    const facts = { version: 1, document: DEFAULT_POLICY, differences: ['Credits: two approvers.'] }
    const { id: staffId } = await seatStaff(desk.kernel, 'Lena Roth', ['support'])
    const { id } = await ask({ kind: 'staff.appoint-approver', staffId })
    await settle('policy.change', { document: DEFAULT_POLICY }, facts, id)
    const entry = await entryOf('policy.changed', '2')
    expect(entry).toMatchObject({ actorId: 'system:approvals', requestId: id })
    expect(JSON.parse(entry?.details ?? '{}')).toEqual({ version: 2, before: 1, differences: facts.differences })
  })
})

describe('power itself', () => {
  test('is decided on the desktop only: a browser’s key doesn’t count for it', async () => {
    const { id: staffId } = await seatStaff(desk.kernel, 'Olga Ferrante', ['support'])
    const inBrowser = await seatApprover(desk.kernel, 'Pia Lindqvist', 'browser')
    const { id } = await ask({ kind: 'staff.appoint-approver', staffId })
    expect(await decide(desk.kernel, inBrowser, id).catch(codeOf)).toBe('DESKTOP_NEEDED')
    expect(await decide(desk.kernel, jonas, id)).toBe('approved')
  })

  test('a policy that says the same can’t be asked for', async () => {
    const subject = { ...NOBODY, key: 'companion:policy', name: 'Policy' }
    const wanted = { subject, payload: { document: DEFAULT_POLICY }, ask: someAsk() }
    const asked = askApproval(desk.kernel, { actor: kofi, requestId: 'req_policy' }, changePolicy, wanted)
    expect(await asked.catch(codeOf)).toBe('POLICY_UNCHANGED')
  })
})

describe('the first key', () => {
  test('of a browser counts at once, and the first desktop’s of the same person; of nobody else', async () => {
    const fresh = await openDesk({ sandbox: desk.sandbox })
    const { kernel } = fresh
    const [one, two] = [
      await seatStaff(kernel, 'Jonas One', ['approver']),
      await seatStaff(kernel, 'Mara Two', ['approver']),
    ]
    const inBrowser = async (actor: StaffActor) => {
      const enrolment = signEnrolment(kernel, actor.id, makeSigningKey(), 'browser')
      const offered = { enrolment, label: 'Firefox', ask: someAsk() }
      return (await enrolKey(kernel, { actor, requestId: 'req_key' }, offered)).isActive
    }
    expect(await inBrowser(one)).toBe(true)
    expect(await inBrowser(two)).toBe(false)
    const three = await seatStaff(kernel, 'Noor Three', ['approver'])
    expect((await offerKey(kernel, three, makeSigningKey())).isActive).toBe(false)
    expect((await offerKey(kernel, one, makeSigningKey())).isActive).toBe(true)
    expect((await offerKey(kernel, two, makeSigningKey())).isActive).toBe(false)
    expect(await inBrowser(one)).toBe(false)
    await fresh.close()
  })
})
