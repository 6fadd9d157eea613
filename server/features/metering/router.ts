import {
  blastSchema,
  blastWishSchema,
  meterCredentialIdSchema,
  meterCredentialsSchema,
  meterCredentialWishSchema,
  meterDecisionSchema,
  meterKeySchema,
  meterPeriodWishSchema,
  meterPlansSchema,
  meterSetupSchema,
  metersSchema,
  metersWishSchema,
  meterTraceSchema,
  traceWishSchema,
  usageSchema,
  usageWishSchema,
} from '@countersign/shared/features/metering'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { retryPeriod } from '../meters/index.ts'
import { addCredential } from './add-credential.ts'
import { decideReading } from './decide-reading.ts'
import { listMeters } from './list-meters.ts'
import { listPlans } from './list-plans.ts'
import { previewLimits } from './preview-limits.ts'
import { readMeteringSetup } from './read-metering-setup.ts'
import { readTrace } from './read-trace.ts'
import { revokeCredential } from './revoke-credential.ts'
import { showCredentials } from './show-credentials.ts'
import { usageOf } from './usage-of.ts'

export const meteringRouter = router({
  setup: staffProcedure('metering.read')
    .output(meterSetupSchema)
    .query(({ ctx }) => readMeteringSetup(ctx.kernel)),

  list: staffProcedure('metering.read')
    .input(metersWishSchema)
    .output(metersSchema)
    .query(({ ctx, input }) => listMeters(ctx.kernel, input)),

  usage: staffProcedure('metering.read')
    .input(usageWishSchema)
    .output(usageSchema)
    .query(({ ctx, input }) => usageOf(ctx.kernel.db, input.teamIds)),

  trace: staffProcedure('metering.read')
    .input(traceWishSchema)
    .output(meterTraceSchema)
    .query(({ ctx, input }) => readTrace(ctx.kernel, input)),

  decide: staffProcedure('metering.decide')
    .input(meterDecisionSchema)
    .mutation(({ ctx, input }) => decideReading(ctx.kernel, { ...askingOf(ctx), ...input })),

  retry: staffProcedure('metering.decide')
    .input(meterPeriodWishSchema)
    .mutation(({ ctx, input: { itemStripeId, startsAt } }) =>
      retryPeriod(ctx.kernel, { ...askingOf(ctx), itemStripeId, startsAt: Date.parse(startsAt) }),
    ),

  plans: staffProcedure('metering.read')
    .output(meterPlansSchema)
    .query(({ ctx }) => listPlans(ctx.kernel)),

  previewLimits: staffProcedure('metering.read')
    .input(blastWishSchema)
    .output(blastSchema)
    .query(({ ctx, input }) => previewLimits(ctx.kernel, input)),

  credentials: staffProcedure('metering.manage')
    .output(meterCredentialsSchema)
    .query(({ ctx }) => showCredentials(ctx.kernel)),

  addCredential: staffProcedure('metering.manage')
    .input(meterCredentialWishSchema)
    .output(meterKeySchema)
    .mutation(({ ctx, input }) => addCredential(ctx.kernel, { ...askingOf(ctx), ...input })),

  revokeCredential: staffProcedure('metering.manage')
    .input(meterCredentialIdSchema)
    .mutation(({ ctx, input }) => revokeCredential(ctx.kernel, { ...askingOf(ctx), id: input.id })),
})
