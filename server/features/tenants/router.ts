import {
  tenantHistorySchema,
  tenantSetupSchema,
  tenantsSchema,
  tenantsWishSchema,
  tenantWishSchema,
} from '@countersign/shared/features/tenants'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askReconcile } from './ask-reconcile.ts'
import { listTenants } from './list-tenants.ts'
import { readTenantHistory } from './read-tenant-history.ts'
import { readTenantSetup } from './read-tenant-setup.ts'

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

  reconcile: staffProcedure('tenant.reconcile')
    .input(tenantWishSchema)
    .mutation(({ ctx, input }) => askReconcile(ctx.kernel, { ...askingOf(ctx), teamId: input.teamId })),
})
