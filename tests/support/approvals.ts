import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { Json } from '@countersign/shared/canonical'
import {
  type Countersignature,
  decisionContent,
  type DecisionStatement,
  DECISION_PURPOSE,
  ENROLMENT_PURPOSE,
  type KeyEnrolment,
  type KeyPlace,
  statementText,
} from '@countersign/shared/features/countersignature'
import type { Role } from '@countersign/shared/roles'
import { PLANS } from '../../server/app/actions.ts'
import { decideRequest } from '../../server/features/approvals/decide-request.ts'
import { enrolKey } from '../../server/features/approvals/enrol-key.ts'
import { findRequest, insertKey } from '../../server/features/approvals/store.ts'
import { driveExecutions } from '../../server/features/executions/index.ts'
import { verifyTicket } from '../../server/features/cases/index.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { companionIdOf, contentHash, keyIdOf } from '../../server/kernel/fingerprint.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { addStaff } from '../../server/features/staff/index.ts'

/** Somebody at their desk, signed in and confirmed just now. */
export const seatStaff = async (kernel: Kernel, name: string, roles: readonly Role[]): Promise<StaffActor> => {
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@loomfield.example`
  const acting = { actor: systemActor('test'), requestId: null }
  const id = await addStaff(kernel, acting, { name, email, roles, password: null })
  const now = kernel.clock.now()
  return {
    kind: 'staff',
    id,
    name,
    email,
    roles: [...roles],
    sessionId: `ses_${id}`,
    sessionExpiresAt: now + 12 * 3_600_000,
    confirmedAt: now,
    device: 'desktop Linux',
  }
}

export interface SigningKey {
  readonly keyId: string
  readonly publicKey: string
  readonly privateKey: KeyObject
}

export const makeSigningKey = (): SigningKey => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'jwk' }).x ?? ''
  return { keyId: keyIdOf(raw), publicKey: raw, privateKey }
}

const signText = (key: SigningKey, text: string): string =>
  sign(null, Buffer.from(text, 'utf8'), key.privateKey).toString('base64url')

export const signEnrolment = (
  kernel: Kernel,
  staffId: string,
  key: SigningKey,
  place: KeyPlace = 'keyring',
): KeyEnrolment => {
  const statement = {
    purpose: ENROLMENT_PURPOSE,
    companionId: companionIdOf(kernel.keys),
    staffId,
    publicKey: key.publicKey,
    place,
    at: new Date(kernel.clock.now()).toISOString(),
  } as const
  return { statement, signature: signText(key, statementText(statement)) }
}

export interface Approver {
  readonly actor: StaffActor
  readonly key: SigningKey
}

/** An approver whose key countersigns already. */
export const seatApprover = async (kernel: Kernel, name: string, place: KeyPlace = 'keyring'): Promise<Approver> => {
  const actor = await seatStaff(kernel, name, ['approver'])
  const key = makeSigningKey()
  const now = kernel.clock.now()
  await inTransaction(kernel.db, (tx) =>
    insertKey(tx, {
      id: key.keyId,
      staffId: actor.id,
      publicKey: key.publicKey,
      place,
      label: 'test',
      state: 'active',
      createdAt: now,
      activatedAt: now,
      endedAt: null,
    }),
  )
  return { actor, key }
}

export const offerKey = (kernel: Kernel, actor: StaffActor, key: SigningKey) =>
  enrolKey(
    kernel,
    { actor, requestId: 'req_key' },
    {
      enrolment: signEnrolment(kernel, actor.id, key),
      label: 'laptop',
      ask: someAsk('A new laptop'),
    },
  )

/** What a form sends beside its payload; a new key each time. */
export const someAsk = (reason = 'Two days without the dashboard') => ({
  requestKey: randomBytes(16).toString('base64url'),
  reason,
  isTwinMeant: false,
})

/** What an approver's device signs for this request as it is kept; `over` forges parts of it. */
export const countersign = async (
  kernel: Kernel,
  key: SigningKey,
  { id, decision, over }: { id: string; decision?: 'approve' | 'reject'; over?: Partial<DecisionStatement> },
): Promise<Countersignature> => {
  const row = await findRequest(kernel.db, id)
  if (!row) throw new Error(`no request ${id}`)
  const statement: DecisionStatement = {
    purpose: DECISION_PURPOSE,
    companionId: companionIdOf(kernel.keys),
    requestId: id,
    decision: decision ?? 'approve',
    payloadHash: contentHash(decisionContent({ ...row, payload: JSON.parse(row.payload) as Json })),
    factsHash: contentHash(JSON.parse(row.facts) as Json),
    policyVersion: row.policyVersion,
    keyId: key.keyId,
    at: new Date(kernel.clock.now()).toISOString(),
    ...over,
  }
  return { statement, signature: signText(key, statementText(statement)) }
}

export const decide = async (
  kernel: Kernel,
  { actor, key }: Approver,
  id: string,
  decision: 'approve' | 'reject' = 'approve',
) =>
  decideRequest(
    kernel,
    { actor, requestId: 'req_decide' },
    { requestId: id, decision, comment: null, countersignature: await countersign(kernel, key, { id, decision }) },
  )

/** Proves the team on the ticket for this person; throws when it can't be proven. */
export const proveTeam = async (kernel: Kernel, actor: StaffActor, claim: { teamId: string; ticket: string }) => {
  const input = { ...claim, text: '', requesterEmail: '', stripeId: '' }
  const shown = await verifyTicket(kernel, { actor, requestId: 'req_verify' }, input)
  if (shown.strength !== 'proven' || shown.customerStripeId === null) throw new Error(`not proven: ${shown.reason}`)
  return { ticket: claim.ticket, customerStripeId: shown.customerStripeId }
}

/** What the engine's job does until nothing is due. */
export const drive = (kernel: Kernel): Promise<number> => driveExecutions(kernel, PLANS, { holder: 'test' })
