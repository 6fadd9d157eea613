import { canonicalJson, type Json } from '@countersign/shared/canonical'
import type { Ask, Asked } from '@countersign/shared/features/approvals'
import { decisionContent } from '@countersign/shared/features/countersignature'
import { HOUR_MS } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Action, Subject } from './define-action.ts'
import { queueExecution } from './queue-execution.ts'
import { readPolicy, type PolicyInForce } from './read-policy.ts'
import {
  findByRequestKey,
  findOpenTwin,
  insertRequest,
  lockLedger,
  lockPolicy,
  type RequestRow,
  updateRequest,
} from './store.ts'
import { tellApprovers } from './tell-approvers.ts'
import { type Weighed, weighAction } from './weigh-action.ts'

/** A request of signed-in staff at an edge. */
export interface Asking {
  readonly actor: StaffActor
  readonly requestId: string
}

export interface ApprovalAsk {
  readonly subject: Subject
  readonly payload: unknown
  readonly ask: Ask
  /** The stale or expired request that this one repeats. */
  readonly replacesId?: string
}

interface Whole {
  readonly asking: Asking
  readonly action: Action
  readonly wanted: ApprovalAsk
  readonly payload: Json
  readonly payloadHash: string
}

interface Prepared {
  readonly facts: Json
  readonly inForce: PolicyInForce
}

/** How often a policy may come into force between reading it and writing under it. */
const ROUNDS = 3

const asked = ({ id, state, approversNeeded }: RequestRow): Asked => ({ id, state, approversNeeded })

/** The request that this key made before, which a second click or a resent call gets again. */
const sameAsked = (row: RequestRow, kind: string, payloadHash: string): Asked => {
  if (row.kind !== kind || row.payloadHash !== payloadHash) throw new AppError('REQUEST_KEY_REUSED')
  return asked(row)
}

const rowOf = (
  kernel: Kernel,
  { asking, action, wanted, payload, payloadHash }: Whole,
  { facts, inForce, measure, need }: Prepared & Weighed,
): RequestRow => {
  const now = kernel.clock.now()
  const { subject, ask } = wanted
  return {
    id: newId('apr', now),
    kind: action.kind,
    payload: canonicalJson(payload),
    payloadHash,
    facts: canonicalJson(facts),
    factsHash: contentHash(facts),
    subjectKey: subject.key,
    teamId: subject.teamId,
    customerStripeId: subject.customerStripeId,
    subjectName: subject.name,
    ticket: subject.ticket,
    verificationId: subject.verificationId,
    reason: ask.reason,
    requesterId: asking.actor.id,
    requesterName: asking.actor.name,
    requestKey: ask.requestKey,
    policyVersion: inForce.version,
    approversNeeded: need.approvers,
    isDesktopOnly: need.desktopOnly ? 1 : 0,
    rules: JSON.stringify(need.reasons),
    isCounted: 1,
    givenAmount: measure.given?.amount ?? null,
    givenCurrency: measure.given?.currency ?? null,
    title: action.card(payload, facts).title,
    state: 'requested',
    replacesId: wanted.replacesId ?? null,
    outcome: null,
    createdAt: now,
    expiresAt: now + inForce.policy.requestHours * HOUR_MS,
    changedAt: now,
    closedAt: null,
  }
}

const record = async (tx: Transaction, { actor, requestId }: Asking, row: RequestRow): Promise<void> => {
  await recordAudit(tx, row.createdAt, {
    actor,
    action: 'approval.requested',
    subject: { kind: 'approval-request', id: row.id },
    ticket: row.ticket,
    reason: row.reason,
    requestId,
    details: {
      kind: row.kind,
      team: row.teamId,
      customer: row.customerStripeId,
      payloadHash: row.payloadHash,
      factsHash: row.factsHash,
      policyVersion: row.policyVersion,
      approversNeeded: row.approversNeeded,
      given: row.givenAmount === null ? null : { amount: row.givenAmount, currency: row.givenCurrency },
      replaces: row.replacesId,
    },
    personal: row.subjectName ? { subjectName: row.subjectName } : {},
  })
  if (row.approversNeeded > 0) return tellApprovers(tx, row)
  await updateRequest(tx, row.id, { state: 'approved', changedAt: row.createdAt })
  await queueExecution(tx, row, row.createdAt)
}

/** The policy first: facts may rest on it, and are never older than the version that they are weighed under. */
const prepare = async (kernel: Kernel, { action, wanted, payload }: Whole): Promise<Prepared> => {
  const inForce = await readPolicy(kernel)
  const facts = await action.readFacts(kernel, { subject: wanted.subject, payload })
  action.checkAsk(payload, facts)
  return { facts, inForce }
}

/** null: another policy came into force since, and nothing was written. */
const write = (kernel: Kernel, whole: Whole, prepared: Prepared): Promise<Asked | null> =>
  inTransaction(kernel.db, async (tx) => {
    const { asking, action, wanted, payload, payloadHash } = whole
    const { subject, ask } = wanted
    const requesterId = asking.actor.id
    await lockLedger(tx, kernel.db.kind, [`team:${subject.teamId ?? subject.key}`, `agent:${requesterId}`])
    await lockPolicy(tx, kernel.db.kind, 'ask')
    const meanwhile = await findByRequestKey(tx, requesterId, ask.requestKey)
    if (meanwhile) return sameAsked(meanwhile, action.kind, payloadHash)
    const { facts, inForce } = prepared
    if ((await readPolicy({ db: tx, clock: kernel.clock })).version !== inForce.version) return null
    const twin = ask.isTwinMeant ? undefined : await findOpenTwin(tx, subject.key, action.kind, payloadHash)
    if (twin) throw new AppError('REQUEST_TWIN_OPEN', { data: { request: twin.id, by: twin.requesterName } })
    const weighed = await weighAction(kernel, tx, { action, asked: { subject, requesterId, payload, facts }, inForce })
    const row = rowOf(kernel, whole, { ...prepared, ...weighed })
    await insertRequest(tx, row)
    await action.asked(tx, { requestId: row.id, at: row.createdAt, payload })
    await record(tx, asking, row)
    return asked(row.approversNeeded === 0 ? { ...row, state: 'approved' } : row)
  })

/**
 * Asks for an action. The same `requestKey` again is the same request, whatever happened since. Refuses with
 * REQUEST_TWIN_OPEN when the same is open already and no twin is meant, REQUEST_KEY_REUSED when the key asked for
 * something else, POLICY_MOVED when one policy after the other comes into force meanwhile, and with whatever the action's
 * own facts refuse.
 */
export const askApproval = async (
  kernel: Kernel,
  asking: Asking,
  action: Action,
  wanted: ApprovalAsk,
): Promise<Asked> => {
  const payload = action.parsePayload(wanted.payload)
  const { teamId, customerStripeId } = wanted.subject
  const payloadHash = contentHash(decisionContent({ kind: action.kind, teamId, customerStripeId, payload }))
  const before = await findByRequestKey(kernel.db, asking.actor.id, wanted.ask.requestKey)
  if (before) return sameAsked(before, action.kind, payloadHash)
  const whole = { asking, action, wanted, payload, payloadHash }
  for (let round = 0; round < ROUNDS; round++) {
    const made = await write(kernel, whole, await prepare(kernel, whole))
    if (made) return made
  }
  throw new AppError('POLICY_MOVED')
}
