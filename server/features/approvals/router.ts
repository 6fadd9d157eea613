import { actionKindSchema } from '@countersign/shared/features/action-kinds'
import {
  approvalNeedSchema,
  approverKeySchema,
  differenceSchema,
  askSchema,
  askedSchema,
  FINDINGS,
  listRequestsInputSchema,
  previewSchema,
  requestLineSchema,
  requestSchema,
  requestStateSchema,
} from '@countersign/shared/features/approvals'
import {
  approvalIdSchema,
  countersignatureSchema,
  keyEnrolmentSchema,
  keyIdSchema,
} from '@countersign/shared/features/countersignature'
import { powerWishSchema } from '@countersign/shared/features/power'
import { flagSchema, policySchema } from '@countersign/shared/features/policy'
import { moneySchema } from '@countersign/shared/money'
import { isoTimeSchema } from '@countersign/shared/times'
import { z } from 'zod'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval } from './ask-approval.ts'
import { changePolicy } from './change-policy.ts'
import { comparePresent } from './compare-present.ts'
import { commentRequest } from './comment-request.ts'
import { countWaiting } from './count-waiting.ts'
import { decideRequest } from './decide-request.ts'
import type { Action } from './define-action.ts'
import { endKey } from './end-key.ts'
import { enrolKey } from './enrol-key.ts'
import { followRequests } from './follow-requests.ts'
import { listApproverKeys } from './list-approver-keys.ts'
import { listPolicies } from './list-policies.ts'
import { listRequests } from './list-requests.ts'
import { planPower } from './plan-power.ts'
import { planResolution } from './plan-resolution.ts'
import { previewAction } from './preview-action.ts'
import { readRequest } from './read-request.ts'
import { type ProveAgain, renewRequest } from './renew-request.ts'
import { tryPolicy } from './try-policy.ts'
import { withdrawRequest } from './withdraw-request.ts'

const byId = z.object({ id: approvalIdSchema })
const words = z.string().trim().min(1).max(2000)
const done = z.object({ isDone: z.literal(true) })
const DONE = { isDone: true } as const
const policyVersionSchema = z.object({ version: z.number().int(), document: policySchema, createdAt: z.string() })
const foundSchema = z.object({
  requestId: approvalIdSchema,
  step: z.string().min(1).max(100),
  finding: z.enum(FINDINGS),
})
const COMPANION = { teamId: null, customerStripeId: null, ticket: null, verificationId: null }
const policySubject = { ...COMPANION, key: 'companion:policy', name: 'Policy' }

export type { ProveAgain } from './renew-request.ts'

export interface ApprovalsComposition {
  readonly actions: ReadonlyMap<string, Action>
  readonly proveAgain: ProveAgain
}

/** What is only read. */
const readsOf = (actions: ApprovalsComposition['actions']) => ({
  list: staffProcedure('approval.read')
    .input(listRequestsInputSchema)
    .output(z.array(requestLineSchema))
    .query(({ ctx, input }) => listRequests(ctx.kernel, ctx.staff, input)),

  read: staffProcedure('approval.read')
    .input(byId)
    .output(requestSchema)
    .query(({ ctx, input }) => readRequest(ctx.kernel, ctx.staff, actions, input.id)),

  compare: staffProcedure('approval.read')
    .input(byId)
    .output(z.object({ at: isoTimeSchema, differences: z.array(differenceSchema) }))
    .query(({ ctx, input }) => comparePresent(ctx.kernel, actions, input.id)),

  waiting: staffProcedure('approval.read')
    .output(z.object({ count: z.number().int() }))
    .query(async ({ ctx }) => ({ count: await countWaiting(ctx.kernel, ctx.staff) })),

  onChange: staffProcedure('approval.read').subscription(({ ctx, signal }) => followRequests(ctx.kernel, signal)),
})

/** Built by the composition root, which alone knows every kind of action. */
export const createApprovalsRouter = ({ actions, proveAgain }: ApprovalsComposition) =>
  router({
    ...readsOf(actions),

    decide: staffProcedure('approval.decide')
      .input(
        byId.extend({
          decision: z.enum(['approve', 'reject']),
          comment: words.nullable().default(null),
          countersignature: countersignatureSchema,
        }),
      )
      .output(z.object({ state: requestStateSchema }))
      .mutation(async ({ ctx, input: { id, ...word } }) => ({
        state: await decideRequest(ctx.kernel, askingOf(ctx), { requestId: id, ...word }),
      })),

    withdraw: staffProcedure('approval.read')
      .input(byId)
      .output(done)
      .mutation(async ({ ctx, input }) => {
        await withdrawRequest(ctx.kernel, askingOf(ctx), input.id)
        return DONE
      }),

    // What it takes besides goes by the kind that is asked for again.
    renew: staffProcedure('approval.read')
      .input(byId.extend({ requestKey: askSchema.shape.requestKey, reason: words.nullable().default(null) }))
      .output(askedSchema)
      .mutation(({ ctx, input }) => renewRequest(ctx.kernel, askingOf(ctx), { actions, proveAgain }, input)),

    comment: staffProcedure('approval.read')
      .input(byId.extend({ kind: z.enum(['comment', 'question', 'answer']), text: words }))
      .output(done)
      .mutation(async ({ ctx, input: { id, ...comment } }) => {
        await commentRequest(ctx.kernel, askingOf(ctx), { requestId: id, ...comment })
        return DONE
      }),
  })

/** A person's word on a step that nobody can prove: asked for like everything that may move money. */
export const resolutionsRouter = router({
  preview: staffProcedure('approval.ask')
    .input(foundSchema)
    .output(previewSchema)
    .query(async ({ ctx, input }) => {
      const { action, ...asked } = await planResolution(ctx.kernel, input)
      return previewAction(ctx.kernel, action, { ...asked, requesterId: ctx.staff.id })
    }),

  ask: staffProcedure('approval.ask')
    .input(foundSchema.extend({ ask: askSchema }))
    .output(askedSchema)
    .mutation(async ({ ctx, input: { ask, ...found } }) => {
      const { action, ...asked } = await planResolution(ctx.kernel, found)
      return askApproval(ctx.kernel, askingOf(ctx), action, { ...asked, ask })
    }),
})

export const approverKeysRouter = router({
  /** Whom a key is made for. */
  here: staffProcedure('approval.read')
    .output(z.object({ companionId: keyIdSchema }))
    .query(({ ctx }) => ({ companionId: companionIdOf(ctx.kernel.keys) })),

  list: staffProcedure('approval.read')
    .output(z.array(approverKeySchema))
    .query(({ ctx }) => listApproverKeys(ctx.kernel)),

  enrol: staffProcedure('approval.decide')
    .input(
      z.object({
        enrolment: keyEnrolmentSchema,
        label: z.string().trim().min(1).max(100),
        ask: askSchema,
      }),
    )
    .output(z.object({ keyId: keyIdSchema, isActive: z.boolean(), requestId: z.string().nullable() }))
    .mutation(({ ctx, input }) => enrolKey(ctx.kernel, askingOf(ctx), input)),

  end: staffProcedure('approval.decide')
    .input(z.object({ keyId: keyIdSchema }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await endKey(ctx.kernel, askingOf(ctx), input.keyId)
      return DONE
    }),
})

export const policyRouter = router({
  versions: staffProcedure('approval.read')
    .output(z.array(policyVersionSchema))
    .query(({ ctx }) => listPolicies(ctx.kernel)),

  tryOut: staffProcedure('approval.read')
    .input(
      z.object({
        policy: policySchema,
        kind: actionKindSchema,
        given: moneySchema.nullable().default(null),
        billed: moneySchema.nullable().default(null),
        flags: z.array(flagSchema).max(10).default([]),
        teamId: z.string().max(200).nullable().default(null),
        requesterId: z.string().max(100),
      }),
    )
    .output(approvalNeedSchema)
    .query(({ ctx, input }) => tryPolicy(ctx.kernel, input)),

  preview: staffProcedure('policy.propose')
    .input(z.object({ document: policySchema }))
    .query(({ ctx, input }) =>
      previewAction(ctx.kernel, changePolicy, { subject: policySubject, requesterId: ctx.staff.id, payload: input }),
    ),

  propose: staffProcedure('policy.propose')
    .input(z.object({ document: policySchema, ask: askSchema }))
    .output(askedSchema)
    .mutation(({ ctx, input: { document, ask } }) =>
      askApproval(ctx.kernel, askingOf(ctx), changePolicy, { subject: policySubject, payload: { document }, ask }),
    ),
})

/** What an administrator may wish for and never grant. */
export const powerRouter = router({
  preview: staffProcedure('staff.manage')
    .input(z.object({ wish: powerWishSchema }))
    .output(previewSchema)
    .query(async ({ ctx, input }) => {
      const { action, ...asked } = await planPower(ctx.kernel, input.wish)
      return previewAction(ctx.kernel, action, { ...asked, requesterId: ctx.staff.id })
    }),

  ask: staffProcedure('staff.manage')
    .input(z.object({ wish: powerWishSchema, ask: askSchema }))
    .output(askedSchema)
    .mutation(async ({ ctx, input: { wish, ask } }) => {
      const { action, ...asked } = await planPower(ctx.kernel, wish)
      return askApproval(ctx.kernel, askingOf(ctx), action, { ...asked, ask })
    }),
})
