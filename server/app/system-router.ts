import { healthSchema } from '@countersign/shared/features/system'
import { router, staffProcedure } from '../kernel/procedures.ts'
import { readHealth } from './read-health.ts'

export const systemRouter = router({
  /** What the strip at the bottom of every window shows. */
  health: staffProcedure('signed-in')
    .output(healthSchema)
    .query(({ ctx }) => readHealth(ctx.kernel)),
})
