import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Noting } from './note-checkout.ts'
import { type LinkRow, moveLink } from './store.ts'

/** There is no such link, and here is why. */
export const failLink = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: LinkRow,
  { problem, by }: Pick<Noting, 'by'> & { readonly problem: string },
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const at = clock.now()
    const isMoved = await moveLink(
      tx,
      { id: row.id, from: ['making', 'open'] },
      { state: 'failed', problem, checkedAt: at },
    )
    if (!isMoved) return
    await recordAudit(tx, at, {
      ...(by ?? { actor: systemActor('links') }),
      action: 'purchase-link.made',
      outcome: 'refused',
      subject: { kind: 'link', id: row.id },
      ticket: row.ticket,
      details: { team: row.teamId, customer: row.customerStripeId, problem },
    })
  })
