import type { Account } from '../store/account.ts'
import type { MeterEvent } from '../store/kinds.ts'
import type { Span } from './proration-rules.ts'
import { aggregateUsage } from './usage-rules.ts'

/** A customer's events at a meter inside a span, oldest first. */
const eventsIn = (account: Account, meter: string, customer: string, { start, end }: Span): MeterEvent[] =>
  [...account.all('billing.meter_event').oldest([{ index: 'usage', value: `${meter}/${customer}` }])].filter(
    ({ timestamp }) => timestamp >= start && timestamp < end,
  )

export const usageIn = (account: Account, meterId: string, customer: string, span: Span): number => {
  const meter = account.need('billing.meter', meterId)
  const events = eventsIn(account, meterId, customer, span)
  return aggregateUsage(
    meter.default_aggregation.formula,
    events.map(({ timestamp, _value: value }) => ({ timestamp, value })),
  )
}
