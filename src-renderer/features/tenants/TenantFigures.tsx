import { KeyFigures } from '../../components/KeyFigures.tsx'
import { ageText, timeText } from '../../lib/dates.ts'
import { useNow } from '../../lib/use-now.ts'
import { tenants } from '../../messages/tenants.ts'
import { useTenantSetup } from './use-tenants.ts'

const words = tenants.figures

/** Who runs the tenants, and how many need a person. */
export const TenantFigures = () => {
  const now = useNow()
  const { data } = useTenantSetup()
  if (!data?.provisioner) return null
  const { provisioner, sweptAt, stuck } = data
  const { kind, host, pastDueDays, archiveDays } = provisioner
  return (
    <KeyFigures
      figures={[
        {
          id: 'run-by',
          label: words.runBy,
          value: words.kinds[kind],
          title: `${host}. ${words.days(pastDueDays)} ${words.archive(archiveDays)}`,
        },
        { id: 'stuck', label: words.stuck, value: stuck, ...(stuck === 0 ? {} : { tone: 'danger' as const }) },
        {
          id: 'looked',
          label: words.looked,
          value: sweptAt === null ? words.never : words.ago(ageText(sweptAt, now)),
          ...(sweptAt === null ? {} : { title: timeText(sweptAt) }),
          isOptional: true,
        },
      ]}
    />
  )
}
