import { HOUR_MS, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { MeteredLine } from '../../ports/meter-facts.ts'
import { isLineLate } from './period-rules.ts'
import { type ItemRow, type PeriodRow, releasePeriod } from './store.ts'

const AGAIN_MS = HOUR_MS / 4

const lineColumns = (line: MeteredLine) => ({
  invoiceStripeId: line.invoiceStripeId,
  invoiceNumber: line.invoiceNumber,
  invoiceStatus: line.invoiceStatus,
  lineAmount: line.amount,
  lineCurrency: line.currency,
  lineQuantity: line.quantity,
})

const withoutLine = ({ endsAt, sentValue, stuckAt }: PeriodRow, now: number) => {
  if (!isLineLate({ endsAt, now })) return { nextAt: now + AGAIN_MS }
  const isMissed = sentValue !== null && sentValue > 0
  const missed = { problem: 'No invoice has a line for it.', stuckAt: stuckAt ?? now }
  return { closedAt: now, nextAt: now, ...(isMissed ? missed : {}) }
}

/** What came within the hour before the invoice was final, and wasn't taken up, is seen here. */
const differing = ({ sentValue }: PeriodRow, { quantity }: MeteredLine): { problem: string | null } =>
  quantity === null || quantity === (sentValue ?? 0)
    ? { problem: null }
    : { problem: `The invoice bills ${quantity} where ${sentValue ?? 'nothing'} was told.` }

/** Looks for the invoice's line that bills a period that is over; once that invoice is final the period is closed. */
export const findLine = async (
  { db, stripe, clock }: Pick<Kernel, 'db' | 'stripe' | 'clock'>,
  row: PeriodRow,
  item: ItemRow,
): Promise<void> => {
  const line = await stripe.findMeteredLine({
    subscriptionStripeId: item.subscriptionStripeId,
    itemStripeId: row.itemStripeId,
    priceStripeId: item.priceStripeId,
    startsAt: toIso(row.startsAt),
    endsAt: toIso(row.endsAt),
  })
  const now = clock.now()
  if (line === null) return releasePeriod(db, row, withoutLine(row, now))
  const isFinal = line.invoiceStatus !== 'draft'
  const end = isFinal ? { closedAt: now, nextAt: now, ...differing(row, line) } : { nextAt: now + AGAIN_MS }
  return releasePeriod(db, row, { ...lineColumns(line), ...end })
}
