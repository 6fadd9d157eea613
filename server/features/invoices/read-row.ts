import type { InvoiceChoices, ManualInvoiceState } from '@countersign/shared/features/invoice-work'
import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { listRequestStandings, type RequestStanding } from '../approvals/index.ts'
import { hashChoices } from './hash-choices.ts'
import { parseChoices } from './parse-choices.ts'
import { stateOf } from './standing-rules.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

export interface Standing {
  readonly row: InvoiceRow
  readonly choices: InvoiceChoices
  readonly approval: RequestStanding | null
  readonly state: ManualInvoiceState
  /** The draft at Stripe was made of other choices than these. */
  readonly isOutdated: boolean
}

/** A manual invoice as it stands now. Refuses NOT_FOUND. */
export const readRow = async (db: Queryable, id: string): Promise<Standing> => {
  const row = await findInvoice(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  const { requestId, stripeId, draftedHash } = row
  const standings = await listRequestStandings(db, requestId === null ? [] : [requestId])
  const approval = standings.get(requestId ?? '') ?? null
  const choices = parseChoices(row)
  const isOutdated = stripeId !== null && draftedHash !== hashChoices(choices)
  return { row, choices, approval, state: stateOf(row.state, approval), isOutdated }
}
