import type { Blast, BlastLine, BlastWish } from '@countersign/shared/features/metering'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { ageText } from '../../lib/dates.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import { metering } from '../../messages/metering.ts'
import { blastColumns } from './blast-columns.tsx'
import { LimitsForm } from './LimitsForm.tsx'
import s from './Metering.module.css'

const words = metering.limits

const idOf = ({ teamId, limit }: BlastLine): string => `${teamId} ${limit}`

const Summary = ({ blast, now }: { readonly blast: Blast; readonly now: string }) => {
  const { rows, teams, nameless, readAt } = blast
  const unknown = rows.filter(({ over }) => over === null).length
  return (
    <output className={s['line']}>
      {words.found(rows.length - unknown, unknown, teams)} {nameless > 0 && words.nameless(nameless)}{' '}
      {readAt !== null && <span className="cs-dim">{words.asOf(ageText(readAt, now))}</span>}
    </output>
  )
}

const Result = ({ blast }: { readonly blast: Blast }) => {
  const now = useNow()
  const columns = useMemo(() => blastColumns(now), [now])
  return (
    <>
      <Summary blast={blast} now={now} />
      <DenseTable
        label={words.table}
        rows={blast.rows}
        columns={columns}
        rowId={idOf}
        rowLabel={idOf}
        fileName="over-limits"
        empty={<Empty title={words.nobody.title}>{words.nobody.what}</Empty>}
      />
    </>
  )
}

/** Who would be over a plan's limits if they were changed, before they are. */
export const LimitsView = () => {
  const trpc = useTRPC()
  const plans = useQuery(trpc.metering.plans.queryOptions())
  const [wish, setWish] = useState<BlastWish | null>(null)
  const ask = useQuery({
    ...trpc.metering.previewLimits.queryOptions(wish ?? skipToken),
    placeholderData: keepPreviousData,
  })
  if (plans.data === undefined) {
    if (plans.error === null) return <Skeleton />
    return <FailureProblem title={words.failed} error={plans.error} onRetry={() => void plans.refetch()} />
  }
  if (plans.data.plans.length === 0) return <Empty title={words.noPlans.title}>{words.noPlans.what}</Empty>
  return (
    <>
      <LimitsForm plans={plans.data.plans} isBusy={ask.isFetching} onAsk={setWish} />
      <p className={s['line']}>
        <span className="cs-dim">{words.note}</span>
      </p>
      {ask.error !== null && <FailureProblem title={words.failed} error={ask.error} />}
      {ask.data ? <Result blast={ask.data} /> : <Empty title={words.first.title}>{words.first.what}</Empty>}
    </>
  )
}
