import { askedSchema, previewSchema } from '@countersign/shared/features/approvals'
import {
  askChangeContractSchema,
  askStartContractSchema,
  changeContractSchema,
  contractSchema,
  startContractSchema,
  tenantPlanSchema,
} from '@countersign/shared/features/contracts'
import {
  inviteAgainSchema,
  teamTenantSchema,
  tenantHistorySchema,
  tenantSetupSchema,
  tenantsSchema,
  tenantsWishSchema,
  tenantWishSchema,
} from '@countersign/shared/features/tenants'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval, previewAction } from '../approvals/index.ts'
import { askReconcile } from './ask-reconcile.ts'
import { changeContract } from './change-contract.ts'
import { describeContracts } from './describe-contracts.ts'
import { listTenantPlans } from './list-tenant-plans.ts'
import { listTenants } from './list-tenants.ts'
import { planContract } from './plan-contract.ts'
import { planContractChange } from './plan-contract-change.ts'
import { readTeamTenant } from './read-team-tenant.ts'
import { readTenantHistory } from './read-tenant-history.ts'
import { readTenantSetup } from './read-tenant-setup.ts'
import { sendInvitationAgain } from './send-invitation-again.ts'
import { startContract } from './start-contract.ts'

export const tenantsRouter = router({
  setup: staffProcedure('tenant.read')
    .output(tenantSetupSchema)
    .query(({ ctx }) => readTenantSetup(ctx.kernel)),

  list: staffProcedure('tenant.read')
    .input(tenantsWishSchema)
    .output(tenantsSchema)
    .query(({ ctx, input }) => listTenants(ctx.kernel, input)),

  history: staffProcedure('tenant.read')
    .input(tenantWishSchema)
    .output(tenantHistorySchema)
    .query(({ ctx, input }) => readTenantHistory(ctx.kernel, input.teamId)),

  ofTeam: staffProcedure('tenant.read')
    .input(tenantWishSchema)
    .output(teamTenantSchema)
    .query(({ ctx, input }) => readTeamTenant(ctx.kernel, input.teamId)),

  inviteAgain: staffProcedure('tenant.reconcile')
    .input(inviteAgainSchema)
    .mutation(({ ctx, input }) => sendInvitationAgain(ctx.kernel, { ...askingOf(ctx), ...input })),

  reconcile: staffProcedure('tenant.reconcile')
    .input(tenantWishSchema)
    .mutation(({ ctx, input }) => askReconcile(ctx.kernel, { ...askingOf(ctx), teamId: input.teamId })),
})

/** What teams pay outside of Stripe. */
export const contractsRouter = router({
  ofTeam: staffProcedure('tenant.read')
    .input(tenantWishSchema)
    .output(z.array(contractSchema))
    .query(({ ctx, input }) => describeContracts(ctx.kernel, input.teamId)),

  plans: staffProcedure('contract.ask')
    .output(z.array(tenantPlanSchema))
    .query(({ ctx }) => listTenantPlans(ctx.kernel)),

  previewStart: staffProcedure('contract.ask')
    .input(z.object({ payload: startContractSchema }))
    .output(previewSchema)
    .query(({ ctx, input: { payload } }) =>
      previewAction(ctx.kernel, startContract, {
        subject: planContract(payload),
        requesterId: ctx.staff.id,
        payload,
      }),
    ),

  askStart: staffProcedure('contract.ask')
    .input(askStartContractSchema)
    .output(askedSchema)
    .mutation(({ ctx, input: { payload, ask } }) =>
      askApproval(ctx.kernel, askingOf(ctx), startContract, { subject: planContract(payload), payload, ask }),
    ),

  previewChange: staffProcedure('contract.ask')
    .input(z.object({ payload: changeContractSchema }))
    .output(previewSchema)
    .query(async ({ ctx, input: { payload } }) =>
      previewAction(ctx.kernel, changeContract, {
        subject: await planContractChange(ctx.kernel, payload),
        requesterId: ctx.staff.id,
        payload,
      }),
    ),

  askChange: staffProcedure('contract.ask')
    .input(askChangeContractSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask } }) =>
      askApproval(ctx.kernel, askingOf(ctx), changeContract, {
        subject: await planContractChange(ctx.kernel, payload),
        payload,
        ask,
      }),
    ),
})
