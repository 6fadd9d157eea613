import { KeyFigures } from '../../components/KeyFigures.tsx'
import { ageText, spanText, timeText } from '../../lib/dates.ts'
import { useNow } from '../../lib/use-now.ts'
import { webhooks } from '../../messages/webhooks.ts'
import { useInboxStatus } from './use-inbox.ts'

const words = webhooks.figures
/** What waits so long has nobody who gets it done. */
const LATE_SECONDS = 120

/** How fresh what was heard is. */
export const Freshness = () => {
  const now = useNow()
  const { data } = useInboxStatus()
  if (!data) return null
  const { heardAt, waiting, oldestWaitingSeconds: behind, failed, listedAt, missed } = data
  const ago = (iso: string | null) => (iso === null ? words.never : words.ago(ageText(iso, now)))
  return (
    <KeyFigures
      figures={[
        {
          id: 'heard',
          label: words.heard,
          value: ago(heardAt),
          ...(heardAt === null ? {} : { title: timeText(heardAt) }),
        },
        {
          id: 'behind',
          label: words.behind,
          value: waiting === 0 ? words.upToDate : spanText(behind * 1000),
          ...(behind < LATE_SECONDS ? {} : { tone: 'money' as const }),
        },
        { id: 'failed', label: words.failed, value: failed, ...(failed === 0 ? {} : { tone: 'danger' as const }) },
        { id: 'listed', label: words.listed, value: ago(listedAt), title: words.listedTitle(missed), isOptional: true },
      ]}
    />
  )
}
