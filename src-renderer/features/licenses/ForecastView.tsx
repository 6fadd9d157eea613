import type { InstanceLine, LicenseLine } from '@countersign/shared/features/license-desk'
import { useMemo } from 'react'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { licenses } from '../../messages/licenses.ts'
import { instanceColumns } from './instance-columns.tsx'
import { licenseColumns } from './license-columns.tsx'
import { useForecast } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.forecast

type Silent = InstanceLine & { readonly teamId: string }

const silentId = ({ id }: Silent): string => id
const licenseId = ({ id }: LicenseLine): string => id
const openInstance = ({ id }: Silent): void => {
  location.hash = deskPaths.instance(id)
}
const openLicense = ({ id }: LicenseLine): void => {
  location.hash = deskPaths.license(id)
}

const untilText = ({ until }: LicenseLine): string => (until === null ? '' : timeText(until))

const endingColumns: readonly TableColumn<LicenseLine>[] = [
  ...licenseColumns.filter(({ id }) => id === 'team' || id === 'customer' || id === 'plan' || id === 'state'),
  { id: 'until', head: words.until, width: 180, hasFigures: true, cell: untilText, text: untilText },
  ...licenseColumns.filter(({ id }) => id === 'reason'),
]

const teamColumn: TableColumn<Silent> = {
  id: 'team',
  head: licenses.columns.team,
  width: 130,
  cell: ({ teamId }) => teamId,
  text: ({ teamId }) => teamId,
}

/** What stops next if nothing is heard and nothing is paid. */
export const ForecastView = () => {
  const now = useNow()
  const { data, error, refetch } = useForecast()
  const columns = useMemo(() => [teamColumn, ...instanceColumns<Silent>(now)], [now])
  if (error !== null) return <FailureProblem title={licenses.notRead} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  const { noInstances, noLicenses } = words
  return (
    <div className={s['page']}>
      <Panel title={words.instances} isFlush>
        <DenseTable
          label={words.instancesTable}
          rows={data.instances}
          columns={columns}
          rowId={silentId}
          onOpen={openInstance}
          empty={<Empty title={noInstances.title}>{noInstances.what}</Empty>}
        />
      </Panel>
      <Panel title={words.licenses} isFlush>
        <DenseTable
          label={words.licensesTable}
          rows={data.licenses}
          columns={endingColumns}
          rowId={licenseId}
          onOpen={openLicense}
          empty={<Empty title={noLicenses.title}>{noLicenses.what}</Empty>}
        />
      </Panel>
    </div>
  )
}
