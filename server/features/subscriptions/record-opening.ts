import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'

export interface Opening {
  readonly customerStripeId: string
  readonly outcome: 'done' | 'refused'
  readonly name: string | null
  readonly ticket: string | null
  /** What of the customer was opened. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Looking at a customer is in the log before anything is shown. */
export const recordOpening = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: { readonly actor: StaffActor; readonly requestId: string },
  { customerStripeId, name, ...opening }: Opening,
): Promise<void> =>
  inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...by,
      ...opening,
      action: 'customer.opened',
      subject: { kind: 'customer', id: customerStripeId },
      personal: name ? { subjectName: name } : {},
    }),
  )
