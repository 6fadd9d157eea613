import type { MeterPeriod, MeterReading, MeterTrace } from '@countersign/shared/features/metering'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { type CountKey, type EventRow, listEvents, listPeriods, listReadings } from './store.ts'

/** What finance looks at to tell a slip from growth. */
const READINGS = 12
const PERIODS = 6

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

type ReadingRow = Awaited<ReturnType<typeof listReadings>>[number]
type PeriodRow = Awaited<ReturnType<typeof listPeriods>>[number]

const readingOf = ({ teamId: _team, counter: _counter, isBilled, ...row }: ReadingRow): MeterReading => ({
  ...row,
  isBilled: isBilled === 1,
  measuredAt: toIso(row.measuredAt),
  confirmedAt: toIso(row.confirmedAt),
  countedAt: toIso(row.countedAt),
  heardAt: toIso(row.heardAt),
  decidedAt: isoOrNull(row.decidedAt),
})

const eventOf = ({
  identifier,
  value,
  stampAt,
  madeAt,
  endedAt,
  outcome,
}: EventRow): MeterPeriod['events'][number] => ({
  identifier,
  value,
  stampAt: toIso(stampAt),
  madeAt: toIso(madeAt),
  endedAt: isoOrNull(endedAt),
  outcome,
})

const lineOf = (row: PeriodRow): MeterPeriod['line'] => {
  const { invoiceStripeId, invoiceStatus, lineAmount: amount, lineCurrency: currency } = row
  if (invoiceStripeId === null || amount === null || currency === null) return null
  const { invoiceNumber, lineQuantity: quantity } = row
  return { invoiceStripeId, invoiceNumber, invoiceStatus: invoiceStatus ?? '', amount: { amount, currency }, quantity }
}

const periodOf = (row: PeriodRow, events: readonly EventRow[]): MeterPeriod => ({
  itemStripeId: row.itemStripeId,
  subscriptionStripeId: row.subscriptionStripeId,
  customerStripeId: row.customerStripeId,
  plan: row.productName,
  meterStripeId: row.meterStripeId,
  startsAt: toIso(row.startsAt),
  endsAt: toIso(row.endsAt),
  isClosed: row.closedAt !== null,
  events: events
    .filter(({ itemStripeId, startsAt }) => itemStripeId === row.itemStripeId && startsAt === row.startsAt)
    .map(eventOf),
  summary:
    row.summaryValue === null || row.summaryAt === null ? null : { value: row.summaryValue, at: toIso(row.summaryAt) },
  line: lineOf(row),
  problem: row.problem,
  nextAt: toIso(row.nextAt),
})

/** The way of a count: what was said when, from where and by whom; what Stripe was told, made of it, and billed. */
export const readTrace = async ({ db }: Pick<Kernel, 'db'>, key: CountKey): Promise<MeterTrace> => {
  const readings = await listReadings(db, key, READINGS)
  const periods = await listPeriods(db, key, PERIODS)
  const events = await listEvents(db, [...new Set(periods.map(({ itemStripeId }) => itemStripeId))])
  return { readings: readings.map(readingOf), periods: periods.map((row) => periodOf(row, events)) }
}
