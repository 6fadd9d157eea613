import { outboxSchema } from '@countersign/shared/features/mail'
import { router, staffProcedure } from '../../kernel/procedures.ts'
import { readOutbox } from './read-outbox.ts'

export const mailRouter = router({
  outbox: staffProcedure('mail.read')
    .output(outboxSchema)
    .query(({ ctx }) => readOutbox(ctx.kernel)),
})
