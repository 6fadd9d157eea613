import type { REMINDER_REFUSALS } from '@countersign/shared/features/receivables'
import { DAY_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import type { ComposeMail } from '../mail/index.ts'
import { readAddressee } from './read-addressee.ts'
import { asLetter, reminderText } from './reminder-rules.ts'
import { findReminderOfMail, listConflicts, listReminders, type ReminderRow } from './store.ts'

/** Whoever asked for it has looked at the invoice again by then. */
const TOO_LATE_MS = DAY_MS

type Refusal = (typeof REMINDER_REFUSALS)[number]

const WHY: Readonly<Partial<Record<Refusal, string>>> = {
  'not-open': 'The invoice isn’t open any more.',
  'not-late': 'The invoice isn’t late any more.',
  'customer-deleted': 'The customer was deleted.',
  'no-address': 'The customer has no e-mail address any more.',
  'read-only': 'The team is in conflict.',
}

/** Why our own rows forbid it; null if they don't. */
const obstacleOf = async ({ db, clock }: Kernel, row: ReminderRow): Promise<string | null> => {
  if (clock.now() - row.at > TOO_LATE_MS) return 'Not sent within a day, which is too late for a reminder.'
  const [newest] = await listReminders(db, row.invoiceStripeId)
  return newest?.id === row.id ? null : 'A later letter about this invoice took its place.'
}

const compose = async (kernel: Kernel, { invoiceStripeId, letter }: ReminderRow, address: string) => {
  const read = await readAddressee(kernel, invoiceStripeId, { conflicts: await listConflicts(kernel.db) })
  if ('why' in read)
    return { verdict: 'never', why: WHY[read.why] ?? 'The invoice can’t be reminded of any more.' } as const
  if (read.address !== address)
    return { verdict: 'never', why: 'This is not the customer’s billing e-mail any more.' } as const
  return { verdict: 'composed', text: reminderText(asLetter(letter), read.facts) } as const
}

/** Writes a letter as the invoice is when it leaves: a mail server that was out must not remind of what was paid since. */
export const composeReminder =
  (kernel: Kernel): ComposeMail =>
  async ({ key, address }) => {
    const row = await findReminderOfMail(kernel.db, key)
    if (!row) return { verdict: 'never', why: 'There is no such reminder.' }
    const obstacle = await obstacleOf(kernel, row)
    if (obstacle !== null) return { verdict: 'never', why: obstacle }
    try {
      return await compose(kernel, row, address)
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      return { verdict: 'later', why: 'Stripe couldn’t be asked how the invoice stands.' }
    }
  }
