import type { MeterLine, MeterReading } from '@countersign/shared/features/metering'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { countText } from '../../lib/numbers.ts'
import { metering as words } from '../../messages/metering.ts'
import { HeldCount } from './HeldCount.tsx'
import { TONES } from './meter-columns.tsx'
import { PeriodPart } from './PeriodPart.tsx'
import { useTrace } from './use-metering.ts'
import s from './Metering.module.css'

const READING_TONES: Record<MeterReading['state'], Tone> = {
  accepted: 'proof',
  held: 'money',
  passed: 'neutral',
  refused: 'danger',
}

const Reading = ({ reading }: { readonly reading: MeterReading }) => {
  const {
    value,
    state,
    source,
    credential,
    address,
    measuredAt,
    confirmedAt,
    heardAt,
    decidedBy,
    reason,
    reportId,
    isBilled,
  } = reading
  return (
    <li className={s['reading']}>
      <span className={s['count']}>{countText(value)}</span>
      <span>
        <StateTag tone={READING_TONES[state]}>{words.readings.states[state]}</StateTag>{' '}
        {words.readings.heard(timeText(measuredAt), timeText(heardAt))},{' '}
        {confirmedAt !== measuredAt && `${words.readings.confirmed(timeText(confirmedAt))}, `}{' '}
        {words.readings.from(source, credential, address)}
        {!isBilled && `, ${words.readings.unbilled}`}
        {decidedBy !== null && <> · {words.readings.decided(decidedBy, reason ?? '')}</>}{' '}
        <CopyId value={reportId} what={words.readings.report} short={`…${reportId.slice(-6)}`} />
      </span>
    </li>
  )
}

/** The way of one count, from who said it to the line that bills it. */
export const MeterPanel = ({ meter }: { readonly meter: MeterLine }) => {
  const { teamId, counter, state, customerStripeId } = meter
  const trace = useTrace({ teamId, counter })
  const readings = trace.data?.readings ?? []
  const periods = trace.data?.periods ?? []
  const held = readings.find((reading) => reading.state === 'held')
  return (
    <>
      <h2 className={s['title']}>
        <Name>{teamId}</Name> · {counter}
      </h2>
      <div className={s['tags']}>
        <StateTag tone={TONES[state]}>{words.states[state]}</StateTag>
        {customerStripeId !== null && (
          <Button size="sm" onPress={() => (location.hash = deskPaths.team({ customerStripeId, team: teamId }))}>
            {words.openTeam}
          </Button>
        )}
      </div>
      {trace.error !== null && <FailureProblem title={words.traceNotRead} error={trace.error} />}
      {held && <HeldCount key={held.id} reading={held} />}
      <h3 className={s['subtitle']}>{words.readings.title}</h3>
      <ol className={s['readings']} aria-label={words.readings.title}>
        {readings.map((reading) => (
          <Reading key={reading.id} reading={reading} />
        ))}
      </ol>
      {periods.map((period) => (
        <PeriodPart key={`${period.itemStripeId} ${period.startsAt}`} period={period} />
      ))}
      {trace.data && periods.length === 0 && <p className="cs-dim">{words.period.none}</p>}
    </>
  )
}
