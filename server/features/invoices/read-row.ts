import {
  type InvoiceChoices,
  invoiceChoicesSchema,
  type ManualInvoiceState,
} from '@countersign/shared/features/invoice-work'
import { toIso } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import type { Queryable } from '../../ports/database.ts'
import { listRequestStandings, type RequestStanding } from '../approvals/index.ts'
import { draftedPart } from './draft-rules.ts'
import { isChangeable, stateOf } from './standing-rules.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

export interface Standing {
  readonly row: InvoiceRow
  readonly choices: InvoiceChoices
  readonly approval: RequestStanding | null
  readonly state: ManualInvoiceState
}

export const parseChoices = ({ choices }: Pick<InvoiceRow, 'choices'>): InvoiceChoices =>
  invoiceChoicesSchema.parse(JSON.parse(choices))

/** A manual invoice as it stands now. Refuses NOT_FOUND. */
export const readRow = async (db: Queryable, id: string): Promise<Standing> => {
  const row = await findInvoice(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  const standings = row.requestId === null ? new Map() : await listRequestStandings(db, [row.requestId])
  const approval = (row.requestId === null ? undefined : standings.get(row.requestId)) ?? null
  return { row, choices: parseChoices(row), approval, state: stateOf(row.state, approval) }
}

/** Refuses what was changed by somebody else since, with what stands there now. */
export const requireVersion = ({ row, choices }: Standing, version: number): void => {
  if (row.version === version) return
  const { changedBy: by, changedAt } = row
  throw new AppError('INVOICE_CHANGED', { data: { version: row.version, by, at: toIso(changedAt), choices } })
}

/** The same, and refuses what can't be changed now. */
export const requireChangeable = (standing: Standing, version: number): void => {
  requireVersion(standing, version)
  const { state } = standing
  if (!isChangeable(state)) throw new AppError('INVOICE_IN_WORK', { data: { state } })
}

/** The draft at Stripe was made of other choices than these. */
export const isOutdated = ({ row, choices }: Pick<Standing, 'row' | 'choices'>): boolean =>
  row.stripeId !== null && row.draftedHash !== contentHash(draftedPart(choices))
