import {
  inboxSchema,
  inboxStatusSchema,
  inboxWishSchema,
  replayedSchema,
  replayWishSchema,
} from '@countersign/shared/features/webhooks'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { listInbox } from './list-inbox.ts'
import { readInboxStatus } from './read-inbox-status.ts'
import { replayEvents } from './replay-events.ts'

export const webhooksRouter = router({
  status: staffProcedure('event.read')
    .output(inboxStatusSchema)
    .query(({ ctx }) => readInboxStatus(ctx.kernel)),

  list: staffProcedure('event.read')
    .input(inboxWishSchema)
    .output(inboxSchema)
    .query(({ ctx, input }) => listInbox(ctx.kernel, input)),

  replay: staffProcedure('event.replay')
    .input(replayWishSchema)
    .output(replayedSchema)
    .mutation(({ ctx, input }) => replayEvents(ctx.kernel, { ...askingOf(ctx), ids: input.ids })),
})
