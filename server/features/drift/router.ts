import {
  driftAcceptSchema,
  driftHistorySchema,
  driftIdSchema,
  driftListSchema,
  driftRepairedSchema,
  driftStatusSchema,
  driftWishSchema,
} from '@countersign/shared/features/drift'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { acceptFinding } from './accept-finding.ts'
import { cancelRun } from './cancel-run.ts'
import { listDrift } from './list-drift.ts'
import { readDriftHistory } from './read-drift-history.ts'
import { readDriftStatus } from './read-drift-status.ts'
import { reopenFinding } from './reopen-finding.ts'
import { repairFinding } from './repair-finding.ts'
import { startRun } from './start-run.ts'

export const driftRouter = router({
  status: staffProcedure('drift.read')
    .output(driftStatusSchema)
    .query(({ ctx }) => readDriftStatus(ctx.kernel)),

  list: staffProcedure('drift.read')
    .input(driftWishSchema)
    .output(driftListSchema)
    .query(({ ctx, input }) => listDrift(ctx.kernel, input)),

  history: staffProcedure('drift.read')
    .input(driftIdSchema)
    .output(driftHistorySchema)
    .query(({ ctx, input }) => readDriftHistory(ctx.kernel, input.id)),

  start: staffProcedure('drift.manage').mutation(({ ctx }) => startRun(ctx.kernel, askingOf(ctx))),

  cancel: staffProcedure('drift.manage').mutation(({ ctx }) => cancelRun(ctx.kernel, askingOf(ctx))),

  repair: staffProcedure('drift.manage')
    .input(driftIdSchema)
    .output(driftRepairedSchema)
    .mutation(({ ctx, input }) => repairFinding(ctx.kernel, askingOf(ctx), input.id)),

  accept: staffProcedure('drift.manage')
    .input(driftAcceptSchema)
    .mutation(({ ctx, input }) => acceptFinding(ctx.kernel, askingOf(ctx), input)),

  reopen: staffProcedure('drift.manage')
    .input(driftIdSchema)
    .mutation(({ ctx, input }) => reopenFinding(ctx.kernel, askingOf(ctx), input.id)),
})
