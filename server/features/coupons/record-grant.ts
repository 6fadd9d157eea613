import type { CouponFacts, GrantKind } from '@countersign/shared/features/coupons'
import { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import type { ActionInput } from '../approvals/index.ts'
import { readStanding } from '../staff/index.ts'
import { grantedCouponId } from './grant-rules.ts'
import { type GrantRow, insertGrant } from './store.ts'

type Results = Readonly<Record<string, unknown>>

const couponSchema = z.object({ redeemBy: z.iso.datetime() })
const codeSchema = z.object({ promotionCode: z.string() })
const appliedSchema = z.object({ subscription: z.string() })

/** What is applied at once is redeemed by whom it was meant for; on a person's word alone, Stripe is asked later. */
const redemptionOf = (input: ActionInput<unknown, CouponFacts>, results: Results, now: number) => {
  const applied = appliedSchema.safeParse(results['apply']).data
  const { customerStripeId, teamId } = input.subject
  if (!applied) return NOT_REDEEMED
  return {
    subscriptionStripeId: applied.subscription,
    redeemedAt: now,
    redeemedByCustomerStripeId: customerStripeId,
    redeemedByTeamId: teamId,
  }
}

const NOT_REDEEMED = {
  subscriptionStripeId: null,
  redeemedAt: null,
  redeemedByCustomerStripeId: null,
  redeemedByTeamId: null,
} satisfies Partial<GrantRow>

/** What was given, from the moment it was given: what is owed by coupons is told from these rows. */
export const recordGrant =
  <P>(kind: GrantKind) =>
  async (
    kernel: Kernel,
    tx: Transaction,
    { input, results }: { input: ActionInput<P, CouponFacts>; results: Results },
  ): Promise<void> => {
    const { subject, facts, requestId, requesterId } = input
    if (subject.teamId === null) throw new AppError('TEAM_NOT_PROVEN')
    const redeemBy = couponSchema.safeParse(results['coupon']).data?.redeemBy
    const now = kernel.clock.now()
    const { total, amount, invoices } = facts.plan
    const { name } = await readStanding(tx, requesterId)
    await insertGrant(tx, {
      id: requestId,
      kind,
      teamId: subject.teamId,
      customerStripeId: subject.customerStripeId,
      subjectName: subject.name,
      ticket: subject.ticket,
      reasonLabel: facts.reasonLabel,
      couponName: facts.name,
      couponStripeId: grantedCouponId(requestId),
      promotionCodeStripeId: codeSchema.safeParse(results['code']).data?.promotionCode ?? null,
      ...redemptionOf(input, results, now),
      amount: amount.amount,
      currency: amount.currency,
      invoices,
      grantedBy: name,
      grantedAt: now,
      redeemBy: redeemBy === undefined ? null : Date.parse(redeemBy),
      openAmount: total.amount,
      isRetired: 0,
      hasBilling: subject.customerStripeId === null ? 0 : 1,
      isSettled: 0,
      checkedAt: now,
    })
  }
