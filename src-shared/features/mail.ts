import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

/** What the companion wanted to tell by mail. `from` is null where no mail server is configured: nothing leaves then. */
export const outboxSchema = z.object({
  from: z.string().nullable(),
  counts: z.object({ waiting: z.number().int(), sent: z.number().int(), failed: z.number().int() }),
  mails: z.array(
    z.object({
      id: z.string(),
      to: z.string(),
      subject: z.string(),
      state: z.enum(['waiting', 'sending', 'sent', 'failed']),
      attempts: z.number().int(),
      /** Why it isn't sent, in words. */
      problem: z.string().nullable(),
      /** When it is tried next. */
      dueAt: isoTimeSchema.nullable(),
      createdAt: isoTimeSchema,
      changedAt: isoTimeSchema,
    }),
  ),
})
export type Outbox = z.infer<typeof outboxSchema>
