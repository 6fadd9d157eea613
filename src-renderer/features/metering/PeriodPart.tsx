import type { MeterPeriod } from '@countersign/shared/features/metering'
import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Money } from '../../components/Money.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { metering } from '../../messages/metering.ts'
import { useRetry } from './use-metering.ts'
import s from './Metering.module.css'

const words = metering.period

const Told = ({ events }: Pick<MeterPeriod, 'events'>) =>
  events.length === 0 ? (
    words.nothingTold
  ) : (
    <ul className={s['events']}>
      {events.map(({ identifier, value, stampAt, endedAt, outcome }) => (
        <li key={identifier}>
          {words.event(value, timeText(stampAt))}, {outcome === null ? words.open : words.outcomes[outcome]}
          {endedAt !== null && ` ${timeText(endedAt)}`}{' '}
          <CopyId value={identifier} what={words.identifier} short={`…${identifier.split('/').slice(2).join('/')}`} />
        </li>
      ))}
    </ul>
  )

const Line = ({ line, isClosed }: Pick<MeterPeriod, 'line' | 'isClosed'>) => {
  if (line === null) return isClosed ? words.noLineClosed : words.noLine
  const { amount, quantity, invoiceNumber, invoiceStripeId, invoiceStatus } = line
  return (
    <>
      <Money value={amount} /> {words.lineText(quantity, invoiceNumber ?? invoiceStripeId, invoiceStatus)}{' '}
      <CopyId value={invoiceStripeId} what={words.invoice} />
    </>
  )
}

const factsOf = ({
  plan,
  subscriptionStripeId,
  meterStripeId,
  events,
  summary,
  line,
  isClosed,
  problem,
}: MeterPeriod) => {
  const facts: Fact[] = [
    { label: words.plan, value: plan },
    { label: words.subscription, value: <CopyId value={subscriptionStripeId} what={words.subscription} /> },
    { label: words.told, value: <Told events={events} /> },
    { label: words.sum, value: summary ? words.sumText(summary.value, timeText(summary.at)) : words.notSummed },
    { label: words.line, value: <Line line={line} isClosed={isClosed} /> },
  ]
  if (meterStripeId !== null)
    facts.splice(2, 0, { label: words.meter, value: <CopyId value={meterStripeId} what={words.meter} /> })
  return problem === null ? facts : [...facts, { label: words.problem, value: problem, tone: 'danger' as const }]
}

/** One billing period: what Stripe was told, what it makes of it, and what it bills. */
export const PeriodPart = ({ period }: { readonly period: MeterPeriod }) => {
  const { itemStripeId, startsAt, endsAt, isClosed, problem } = period
  const reason = useMissingPermission('metering.decide')
  const retry = useRetry()
  return (
    <section>
      <h3 className={s['subtitle']}>{words.title(dayText(startsAt), dayText(endsAt))}</h3>
      <FactList facts={factsOf(period)} labels="normal" />
      {(!isClosed || problem !== null) && (
        <Button
          size="sm"
          icon={RotateCw}
          reason={reason}
          isBusy={retry.isPending}
          onPress={() => retry.mutate({ itemStripeId, startsAt })}
        >
          {words.retry}
        </Button>
      )}
      {retry.error !== null && <FailureProblem title={words.notRetried} error={retry.error} />}
    </section>
  )
}
