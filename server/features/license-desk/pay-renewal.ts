import { dayOf, dayWords } from '@countersign/shared/times'
import { systemActor } from '../../kernel/actor.ts'
import { assert } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { lockLicenses, updateLicense } from '../licenses/index.ts'
import { updatesAfter } from './renewal-rules.ts'
import { closeRenewal, findRenewalOfInvoice } from './store.ts'
import { tellLicense } from './tell-license.ts'

const STRIPE = { actor: systemActor('licenses'), requestId: null }

/** A renewal is real when the invoice of its quote is paid; once. */
export const payRenewal = async (
  tx: Transaction,
  { stripeId, paidAt, number }: Pick<InvoiceDocument, 'stripeId' | 'paidAt' | 'number'>,
  at: number,
): Promise<void> => {
  const renewal = paidAt === null ? undefined : await findRenewalOfInvoice(tx, stripeId)
  if (!renewal || paidAt === null) return
  const [row] = await lockLicenses(tx, [renewal.licenseId])
  assert(row, `a renewal without its license: ${renewal.id}`)
  const after = updatesAfter(row.updatesUntil, dayOf(paidAt), renewal.days)
  const end = { state: 'paid', updatesBefore: row.updatesUntil, updatesAfter: after, closedAt: at } as const
  if (!(await closeRenewal(tx, renewal.id, end))) return
  await updateLicense(tx, row.id, { updatesUntil: after, changedAt: at })
  const text = `Its renewal is paid with invoice ${number ?? stripeId}: updates until ${dayWords(after)}.`
  await tellLicense(
    tx,
    row,
    { ...STRIPE, at },
    { kind: 'renewed', text, details: { renewal: renewal.id, from: row.updatesUntil } },
  )
}
