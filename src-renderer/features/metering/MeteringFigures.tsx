import type { MeterSetup } from '@countersign/shared/features/metering'
import { type KeyFigure, KeyFigures } from '../../components/KeyFigures.tsx'
import { ageText, timeText } from '../../lib/dates.ts'
import { useNow } from '../../lib/use-now.ts'
import { metering } from '../../messages/metering.ts'
import { useMeteringSetup } from './use-metering.ts'

const words = metering.figures

const ageOf = (at: string | null, now: string): Pick<KeyFigure, 'value' | 'title'> =>
  at === null ? { value: words.never } : { value: words.ago(ageText(at, now)), title: timeText(at) }

const pulledOf = (pull: MeterSetup['pull'], now: string): readonly KeyFigure[] => {
  if (pull === null) return []
  const { host, everyMinutes, endedAt, problem } = pull
  const title = `${words.from(host, everyMinutes)}${problem === null ? '' : ` ${problem}`}`
  const tone = problem === null ? {} : { tone: 'danger' as const }
  return [{ id: 'pulled', label: words.pulled, ...ageOf(endedAt, now), title, ...tone }]
}

/** What needs somebody, and how old what is known is. */
export const MeteringFigures = () => {
  const now = useNow()
  const { data } = useMeteringSetup()
  if (!data) return null
  const { held, stuck, readAt, pull } = data
  return (
    <KeyFigures
      figures={[
        { id: 'held', label: words.held, value: held, ...(held === 0 ? {} : { tone: 'money' as const }) },
        { id: 'stuck', label: words.stuck, value: stuck, ...(stuck === 0 ? {} : { tone: 'danger' as const }) },
        ...pulledOf(pull, now),
        { id: 'read', label: words.read, ...ageOf(readAt, now), isOptional: true },
      ]}
    />
  )
}
