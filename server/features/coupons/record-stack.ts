import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import type { ActionInput } from '../approvals/index.ts'
import { readStanding } from '../staff/index.ts'
import { grantedCouponId } from './grant-rules.ts'
import { insertGrant, listGrantsOfCoupons, updateGrant } from './store.ts'

type Input = ActionInput<StackPayload, StackFacts>

/** Their value is in the stack now; counted in both it would be owed twice. */
const retireFolded = async (tx: Transaction, coupons: readonly string[], now: number): Promise<void> => {
  for (const { id } of await listGrantsOfCoupons(tx, coupons))
    await updateGrant(tx, id, { openAmount: 0, isRetired: 1, isSettled: 1, checkedAt: now })
}

/** The stack becomes what is owed, and what it replaced no longer is. */
export const recordStack = async (kernel: Kernel, tx: Transaction, { input }: { input: Input }): Promise<void> => {
  const { subject, payload, facts, requestId, requesterId } = input
  if (subject.teamId === null) throw new AppError('TEAM_NOT_PROVEN')
  const now = kernel.clock.now()
  const { amount, invoices } = facts.plan
  const { name } = await readStanding(tx, requesterId)
  await retireFolded(tx, facts.foldedCoupons, now)
  await insertGrant(tx, {
    id: requestId,
    kind: 'coupon.stack',
    teamId: subject.teamId,
    customerStripeId: subject.customerStripeId,
    subjectName: subject.name,
    ticket: subject.ticket,
    reasonLabel: facts.reasonLabel,
    couponName: facts.couponName,
    couponStripeId: grantedCouponId(requestId),
    promotionCodeStripeId: null,
    subscriptionStripeId: payload.subscriptionStripeId,
    amount: amount.amount,
    currency: amount.currency,
    invoices,
    grantedBy: name,
    grantedAt: now,
    redeemBy: null,
    openAmount: amount.amount * invoices,
    redeemedAt: now,
    redeemedByCustomerStripeId: subject.customerStripeId,
    redeemedByTeamId: subject.teamId,
    isRetired: 0,
    hasBilling: 1,
    isSettled: 0,
    checkedAt: now,
  })
}
