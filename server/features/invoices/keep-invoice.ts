import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import type { Quote } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { readQuote } from '../quotes/index.ts'
import { teamBilled, teamIdsIn } from './candidate-rules.ts'
import { changeRow } from './change-row.ts'
import { checkCustomer } from './check-customer.ts'
import { lineFaults, sumOf } from './line-rules.ts'
import { memoFault } from './memo-rules.ts'
import { impossibleMethod } from './method-rules.ts'
import { noteOf } from './note-rules.ts'
import { readRow, type Standing } from './read-row.ts'
import { requireChangeable } from './require-changeable.ts'
import { requireDraft } from './require-draft.ts'
import type { By } from './start-invoice.ts'
import type { InvoiceRow } from './store.ts'

type Part = { readonly [Name in keyof InvoiceChoices]?: InvoiceChoices[Name] | undefined }

/** Only what is given is looked at: a part can be saved while another isn't right yet. */
const checkPart = ({ memo, lines, methods }: Part, { quoteReference, currency }: InvoiceRow): void => {
  const cited = memo === undefined ? null : memoFault(memo, quoteReference)
  if (cited) throw new AppError('INVOICE_MEMO_INVALID', { data: { ...cited } })
  const faults = lines === undefined ? [] : lineFaults(lines, currency, null)
  if (faults.length > 0) throw new AppError('INVOICE_LINES_INVALID', { data: { faults } })
  const method = methods === undefined ? null : impossibleMethod(methods, currency, null)
  if (method) throw new AppError('INVOICE_METHOD_UNSUPPORTED', { data: { method: method.method, words: method.words } })
}

const given = (part: Part): Partial<InvoiceChoices> =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))

/** Accepting a difference changes nothing of the invoice, and is all that can be missing once it is finalised. */
const requireKeepable = (standing: Standing, { version, part }: { readonly version: number; readonly part: Part }) => {
  requireChangeable(standing, version)
  if (Object.keys(given(part)).some((name) => name !== 'accepted')) requireDraft(standing)
}

/** An id that was made up for an earlier customer is nobody's any more. */
const ofCustomer = ({ customer }: Part, teamId: string | null): Partial<InvoiceRow> =>
  customer === undefined
    ? {}
    : {
        customerStripeId: customer?.kind === 'existing' ? customer.customerStripeId : null,
        teamId,
      }

/** Of whoever is chosen, live: the quote's, or of a quote without one the customer's own. */
const readTeam = async (kernel: Pick<Kernel, 'stripe' | 'settings'>, { customer }: Part, quote: Quote) => {
  if (customer?.kind !== 'existing') return quote.teamId
  const { metadata } = await checkCustomer(kernel, customer.customerStripeId, quote)
  return teamBilled(teamIdsIn(metadata, kernel.settings.teamKeys), quote.teamId)
}

/** Saves any part of what finance chooses. Refuses INVOICE_CHANGED, with what stands there now, when somebody else was faster. */
export const keepInvoice = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>,
  { actor, requestId }: By,
  { id, version, choices: part }: { readonly id: string; readonly version: number; readonly choices: Part },
): Promise<{ id: string; version: number }> => {
  const seen = await readRow(kernel.db, id)
  requireKeepable(seen, { version, part })
  checkPart(part, seen.row)
  const quote = await readQuote(kernel.db, seen.row.quoteId)
  const teamId = await readTeam(kernel, part, quote)
  return inTransaction(kernel.db, async (tx) => {
    const now = kernel.clock.now()
    const standing = await readRow(tx, id)
    requireKeepable(standing, { version, part })
    const { row } = standing
    const choices = { ...standing.choices, ...given(part) }
    const next = await changeRow(tx, row, {
      choices: JSON.stringify(choices),
      ...ofCustomer(part, teamId),
      state: standing.state,
      ...(row.stripeId === null ? { total: sumOf(choices.lines) } : {}),
      by: actor.name,
      at: now,
    })
    const accepted = part.accepted?.map(({ words }) => words)
    await recordAudit(tx, now, {
      actor,
      requestId,
      action: 'invoice.changed',
      ...noteOf(row, { parts: Object.keys(given(part)).toSorted(), ...(accepted ? { accepted } : {}) }),
    })
    return { id, version: next }
  })
}
