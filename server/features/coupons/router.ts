import { askedSchema, previewSchema } from '@countersign/shared/features/approvals'
import {
  askCampaignInputSchema,
  askCouponApplyInputSchema,
  askCouponCodeInputSchema,
  askSharedCodeInputSchema,
  campaignInputSchema,
  campaignSchema,
  couponApplyInputSchema,
  couponCodeInputSchema,
  liabilitySchema,
  listedPriceSchema,
  sharedCodeInputSchema,
  shownCodeSchema,
} from '@countersign/shared/features/coupons'
import { approvalIdSchema } from '@countersign/shared/features/countersignature'
import {
  askStackInputSchema,
  planStackInputSchema,
  stackInputSchema,
  stackViewSchema,
} from '@countersign/shared/features/stack-requests'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval, previewAction, type Subject } from '../approvals/index.ts'
import { proveSubject } from '../cases/index.ts'
import { answerStack } from './answer-stack.ts'
import { applyCoupon } from './apply-coupon.ts'
import { createCampaign } from './create-campaign.ts'
import { endCampaign } from './end-campaign.ts'
import { giveCode } from './give-code.ts'
import { listCampaigns } from './list-campaigns.ts'
import { listPlans } from './list-plans.ts'
import { proveUnknown } from './prove-unknown.ts'
import { readLiability } from './read-liability.ts'
import { refreshLiability } from './refresh-liability.ts'
import { shareCode } from './share-code.ts'
import { showCode } from './show-code.ts'
import { stackCoupons } from './stack-coupons.ts'

const byId = z.object({ id: approvalIdSchema })
const COMPANION = { teamId: null, customerStripeId: null, ticket: null, verificationId: null }
const campaignSubject = (name: string): Subject => ({ ...COMPANION, key: 'companion:campaigns', name })

export const stacksRouter = router({
  /** The calculator: what is left, what it would become, what stands in the way. */
  plan: staffProcedure('approval.ask')
    .input(planStackInputSchema)
    .output(stackViewSchema)
    .query(async ({ ctx, input: { customerStripeId, ticket, ...payload } }) => {
      const subject = await proveSubject(ctx.kernel, { customerStripeId, ticket })
      const { view } = await answerStack(ctx.kernel, { subject, payload })
      return view
    }),

  preview: staffProcedure('approval.ask')
    .input(stackInputSchema)
    .output(previewSchema)
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, stackCoupons, { subject, requesterId: ctx.staff.id, payload })
    }),

  ask: staffProcedure('approval.ask')
    .input(askStackInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), stackCoupons, { subject, payload, ask })
    }),
})

export const couponsRouter = router({
  plans: staffProcedure('approval.ask')
    .output(z.array(listedPriceSchema))
    .query(({ ctx }) => listPlans(ctx.kernel)),

  previewCode: staffProcedure('approval.ask')
    .input(couponCodeInputSchema)
    .output(previewSchema)
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, giveCode, { subject, requesterId: ctx.staff.id, payload })
    }),

  askCode: staffProcedure('approval.ask')
    .input(askCouponCodeInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), giveCode, { subject, payload, ask })
    }),

  previewApply: staffProcedure('approval.ask')
    .input(couponApplyInputSchema)
    .output(previewSchema)
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, applyCoupon, { subject, requesterId: ctx.staff.id, payload })
    }),

  askApply: staffProcedure('approval.ask')
    .input(askCouponApplyInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), applyCoupon, { subject, payload, ask })
    }),

  previewShared: staffProcedure('approval.ask')
    .input(sharedCodeInputSchema)
    .output(previewSchema)
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveUnknown(ctx.kernel, asked)
      return previewAction(ctx.kernel, shareCode, { subject, requesterId: ctx.staff.id, payload })
    }),

  askShared: staffProcedure('approval.ask')
    .input(askSharedCodeInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveUnknown(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), shareCode, { subject, payload, ask })
    }),

  liability: staffProcedure('approval.read')
    .output(liabilitySchema)
    .query(({ ctx }) => readLiability(ctx.kernel)),

  /** Asks Stripe about those that were asked about the longest ago, a bounded number of them. */
  refresh: staffProcedure('approval.ask')
    .output(z.object({ grants: z.number().int(), campaigns: z.number().int() }))
    .mutation(({ ctx }) => refreshLiability(ctx.kernel, ctx.kernel.clock.now())),

  /** Looks the code up at Stripe and records that somebody looked, hence a mutation. */
  showCode: staffProcedure('approval.ask')
    .input(byId)
    .output(shownCodeSchema)
    .mutation(({ ctx, input }) => showCode(ctx.kernel, askingOf(ctx), input.id)),
})

export const campaignsRouter = router({
  list: staffProcedure('approval.read')
    .output(z.array(campaignSchema))
    .query(({ ctx }) => listCampaigns(ctx.kernel)),

  preview: staffProcedure('approval.ask')
    .input(campaignInputSchema)
    .output(previewSchema)
    .query(({ ctx, input: { payload } }) => {
      const subject = campaignSubject(payload.name)
      return previewAction(ctx.kernel, createCampaign, { subject, requesterId: ctx.staff.id, payload })
    }),

  ask: staffProcedure('approval.ask')
    .input(askCampaignInputSchema)
    .output(askedSchema)
    .mutation(({ ctx, input: { payload, ask } }) => {
      const subject = campaignSubject(payload.name)
      return askApproval(ctx.kernel, askingOf(ctx), createCampaign, { subject, payload, ask })
    }),

  end: staffProcedure('approval.ask')
    .input(byId.extend({ reason: z.string().trim().min(3).max(1000) }))
    .output(z.object({ isDone: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await endCampaign(ctx.kernel, askingOf(ctx), input)
      return { isDone: true } as const
    }),
})
