import type { Kernel } from '../../kernel/context.ts'
import type { Mailer, MailVerdict } from '../../ports/mailer.ts'
import { composeMail, type MailComposers } from './compose-mail.ts'
import { INTERRUPTED, mailsKeptSince, pauseAfter, SENDING_AT_MOST_MS } from './mail-rules.ts'
import {
  claimMail,
  deleteMailsChangedBefore,
  failInterrupted,
  findDueMails,
  type MailRow,
  settleMail,
} from './store.ts'

type MailKernel = Pick<Kernel, 'db' | 'clock' | 'log'>

const AT_ONCE = 20

const endOf = (outcome: MailVerdict, attempts: number, now: number) => {
  if (outcome.verdict === 'sent') return { state: 'sent', problem: null, dueAt: now, changedAt: now } as const
  const { why: problem } = outcome
  const pause = outcome.verdict === 'later' ? pauseAfter(attempts) : null
  if (pause === null) return { state: 'failed', problem, dueAt: now, changedAt: now } as const
  return { state: 'waiting', problem, dueAt: now + pause, changedAt: now } as const
}

interface Ways {
  readonly mailer: Mailer
  readonly composers: MailComposers
}

const NONE: MailComposers = new Map()

const handOver = async ({ mailer, composers }: Ways, row: MailRow, attempt: number): Promise<MailVerdict> => {
  const { id, key, address, body } = row
  const composed = await composeMail(composers, { key, address, text: body, attempt })
  if (composed.verdict !== 'composed') return composed
  return mailer.send({
    messageId: `<${id}@countersign.invalid>`,
    to: { name: row.name, address },
    subject: row.subject,
    text: composed.text,
  })
}

const sendOne = async ({ db, clock, log }: MailKernel, ways: Ways, row: MailRow): Promise<boolean> => {
  // Durable before the mail goes out, so that a stop in between can't lead to a second one.
  if (!(await claimMail(db, row, clock.now()))) return false
  const attempts = row.attempts + 1
  const outcome = await handOver(ways, row, attempts)
  const end = endOf(outcome, attempts, clock.now())
  await settleMail(db, { id: row.id, attempts }, end)
  if (end.problem !== null) log.warn({ mail: row.id, attempts, problem: end.problem }, `mail: ${end.state}`)
  return end.state === 'sent'
}

/** One round: sends what is due, gives up what was cut off, forgets what is old. Returns how many were sent. */
export const sendDueMails = async (
  kernel: MailKernel,
  mailer: Mailer,
  { composers = NONE, signal }: { readonly composers?: MailComposers; readonly signal?: AbortSignal } = {},
): Promise<number> => {
  const now = kernel.clock.now()
  await failInterrupted(kernel.db, { before: now - SENDING_AT_MOST_MS, now, problem: INTERRUPTED })
  await deleteMailsChangedBefore(kernel.db, mailsKeptSince(now))
  let sent = 0
  for (const row of await findDueMails(kernel.db, now, AT_ONCE)) {
    if (signal?.aborted) break
    if (await sendOne(kernel, { mailer, composers }, row)) sent += 1
  }
  return sent
}
