import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import type { Mailer } from '../../ports/mailer.ts'
import type { MailComposers } from './compose-mail.ts'
import { sendDueMails } from './send-due-mails.ts'

export interface MailSender {
  /** Finishes the mail in hand, then ends. */
  stop(): Promise<void>
}

const ROUND_MS = 5000

/** The job that sends what waits. Every replica runs one; each mail is claimed by one of them. */
export const startMailSender = (kernel: Kernel, mailer: Mailer, composers: MailComposers): MailSender => {
  const stopping = new AbortController()
  const { signal } = stopping
  const job = { what: 'mail', everyMs: ROUND_MS, signal, log: kernel.log }
  const done = repeatJob(job, () => sendDueMails(kernel, mailer, { composers, signal }))
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}
