import { backfillSchema, mirrorStatusSchema } from '@countersign/shared/features/search'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { cancelFill } from './cancel-fill.ts'
import { followFill } from './follow-fill.ts'
import { readMirrorStatus } from './read-mirror-status.ts'
import { startFill } from './start-fill.ts'

export const mirrorRouter = router({
  status: staffProcedure('mirror.read')
    .output(mirrorStatusSchema)
    .query(({ ctx }) => readMirrorStatus(ctx.kernel)),

  start: staffProcedure('mirror.run')
    .input(z.object({ resume: z.boolean().default(true) }).default({ resume: true }))
    .output(backfillSchema)
    .mutation(({ ctx, input }) => startFill(ctx.kernel, { ...askingOf(ctx), resume: input.resume })),

  cancel: staffProcedure('mirror.run')
    .output(backfillSchema)
    .mutation(({ ctx }) => cancelFill(ctx.kernel, askingOf(ctx))),

  progress: staffProcedure('mirror.read').subscription(({ ctx, signal }) => followFill(ctx.kernel, signal)),
})
