import type { ErrorCode } from '@countersign/shared/errors'
import { type Countersignature, statementText } from '@countersign/shared/features/countersignature'
import type { RequestState } from '@countersign/shared/features/approvals'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { isDesktop, readStanding, requireFreshConfirmation } from '../staff/index.ts'
import type { Asking } from './ask-approval.ts'
import { checkCountersignature } from './check-countersignature.ts'
import { queueExecution } from './queue-execution.ts'
import { type DecisionRefusal, decisionRefusal } from './request-rules.ts'
import { readTarget } from './read-target.ts'
import {
  findKey,
  insertDecision,
  type KeyRow,
  listDecisions,
  lockRequest,
  type RequestRow,
  updateRequest,
} from './store.ts'
import { tellRequester } from './tell-requester.ts'
import { voidRequest } from './void-request.ts'

export interface DecideInput {
  readonly requestId: string
  readonly decision: 'approve' | 'reject'
  readonly comment: string | null
  readonly countersignature: Countersignature
}

const CODES: Readonly<Record<DecisionRefusal, ErrorCode>> = {
  own: 'OWN_REQUEST',
  'about-them': 'ABOUT_YOURSELF',
  'asked-for-it': 'OWN_REQUEST',
  'about-them-too': 'ABOUT_YOURSELF',
  'no-approver': 'FORBIDDEN',
  'not-open': 'REQUEST_NOT_OPEN',
  expired: 'REQUEST_EXPIRED',
  'decided-before': 'DECIDED_BEFORE',
}

const checkPerson = async (kernel: Kernel, tx: Transaction, actor: StaffActor, row: RequestRow): Promise<number> => {
  const decisions = (await listDecisions(tx, [row.id])).get(row.id) ?? []
  const standing = {
    state: row.state,
    expiresAt: row.expiresAt,
    requesterId: row.requesterId,
    subjectKey: row.subjectKey,
    target: readTarget(row),
    decidedBy: decisions.map(({ staffId }) => staffId),
  }
  const person = { id: actor.id, isApprover: actor.roles.includes('approver') }
  const refusal = decisionRefusal(standing, person, kernel.clock.now())
  if (refusal) throw new AppError(CODES[refusal], { data: { state: row.state } })
  return decisions.filter(({ decision }) => decision === 'approve').length
}

const checkKey = (kernel: Kernel, key: KeyRow | undefined, actor: StaffActor, { row, input }: Given): KeyRow => {
  if (!key || key.staffId !== actor.id || key.state !== 'active') throw new AppError('KEY_NOT_ENROLLED')
  const isElsewhere = key.place !== 'browser' && !isDesktop(actor.device)
  if (isElsewhere || (row.isDesktopOnly === 1 && key.place === 'browser')) throw new AppError('DESKTOP_NEEDED')
  const verdict = checkCountersignature(
    input.countersignature,
    {
      companionId: companionIdOf(kernel.keys),
      requestId: row.id,
      decision: input.decision,
      payloadHash: row.payloadHash,
      factsHash: row.factsHash,
      policyVersion: row.policyVersion,
      receivedAt: kernel.clock.now(),
    },
    key,
  )
  if (!verdict.isValid) throw new AppError('COUNTERSIGNATURE_INVALID', { data: { fault: verdict.fault } })
  return key
}

interface Given {
  readonly row: RequestRow
  readonly input: DecideInput
}

const keep = async (
  tx: Transaction,
  { actor, requestId }: Asking,
  { row, input, key, now }: Given & { key: KeyRow; now: number },
): Promise<void> => {
  const { statement, signature } = input.countersignature
  const message = statementText(statement)
  await insertDecision(tx, {
    id: newId('dec', now),
    requestId: row.id,
    requesterId: row.requesterId,
    staffId: actor.id,
    staffName: actor.name,
    decision: input.decision,
    comment: input.comment,
    keyId: key.id,
    message,
    signature,
    at: now,
  })
  await recordAudit(tx, now, {
    actor,
    action: input.decision === 'approve' ? 'approval.approved' : 'approval.rejected',
    subject: { kind: 'approval-request', id: row.id },
    ticket: row.ticket,
    reason: input.comment ?? row.reason,
    requestId,
    details: {
      kind: row.kind,
      team: row.teamId,
      customer: row.customerStripeId,
      given: row.givenAmount === null ? null : { amount: row.givenAmount, currency: row.givenCurrency },
      countersignature: { statement, signature, publicKey: key.publicKey, place: key.place },
    },
    personal: row.subjectName ? { subjectName: row.subjectName } : {},
  })
}

const reject = async (tx: Transaction, row: RequestRow, now: number): Promise<RequestState> => {
  const state = await voidRequest(tx, row, { as: 'rejected', now })
  if (state === 'rejected') await tellRequester(tx, row, { key: state, text: 'rejected', at: now })
  return state
}

const approve = async (tx: Transaction, row: RequestRow, given: { approvals: number; now: number }) => {
  const { approvals, now } = given
  const state: RequestState = approvals + 1 >= row.approversNeeded ? 'approved' : 'requested'
  await updateRequest(tx, row.id, { state, changedAt: now })
  if (state === 'approved') await queueExecution(tx, row, now)
  return state
}

const checkRequester = async (tx: Transaction, row: RequestRow): Promise<void> => {
  const { isActive } = await readStanding(tx, row.requesterId)
  if (!isActive) throw new AppError('REQUESTER_REMOVED')
}

/**
 * An approver's word on a request: who, with which key, over exactly what. The last word that is needed queues the
 * execution in the same transaction. Refuses with CONFIRMATION_NEEDED, OWN_REQUEST, ABOUT_YOURSELF, REQUEST_NOT_OPEN, REQUEST_EXPIRED,
 * DECIDED_BEFORE, KEY_NOT_ENROLLED, DESKTOP_NEEDED, COUNTERSIGNATURE_INVALID, REQUESTER_REMOVED.
 */
export const decideRequest = async (kernel: Kernel, asking: Asking, input: DecideInput): Promise<RequestState> => {
  const { actor } = asking
  requireFreshConfirmation(kernel, actor)
  return inTransaction(kernel.db, async (tx) => {
    const row = await lockRequest(tx, kernel.db.kind, input.requestId)
    if (!row) throw new AppError('NOT_FOUND')
    const approvals = await checkPerson(kernel, tx, actor, row)
    if (input.decision === 'approve') await checkRequester(tx, row)
    const { keyId } = input.countersignature.statement
    const key = checkKey(kernel, await findKey(tx, keyId), actor, { row, input })
    const now = kernel.clock.now()
    await keep(tx, asking, { row, input, key, now })
    return input.decision === 'reject' ? reject(tx, row, now) : approve(tx, row, { approvals, now })
  })
}
