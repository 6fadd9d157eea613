import type { TakenInput } from '@countersign/shared/features/receivables'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'

/** The list or a customer's statement leaves the desk as a file or on paper. */
export const recordTaken = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: { readonly actor: StaffActor; readonly requestId: string },
  { what, ...details }: TakenInput,
): Promise<void> =>
  inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...by,
      action: what === 'statement' ? 'statement.taken' : 'receivables.taken',
      subject:
        'customerStripeId' in details
          ? { kind: 'customer', id: details.customerStripeId }
          : { kind: 'receivables', id: 'account' },
      details,
    }),
  )
