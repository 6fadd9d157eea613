import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'

interface Taken {
  readonly customerStripeId: string
  readonly from: string
  readonly to: string
  readonly as: 'csv' | 'print'
}

/** A statement leaves the desk as a file or on paper. */
export const recordStatementTaken = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: { readonly actor: StaffActor; readonly requestId: string },
  { customerStripeId, ...details }: Taken,
): Promise<void> =>
  inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...by,
      action: 'statement.taken',
      subject: { kind: 'customer', id: customerStripeId },
      details,
    }),
  )
