import type { MirrorStatus } from '@countersign/shared/features/search'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/Button.tsx'
import { FactList, type Fact } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Progress } from '../../components/Progress.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { spanText, timeText } from '../../lib/dates.ts'
import { countText } from '../../lib/numbers.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { mirror as words } from '../../messages/mirror.ts'
import { useMirror } from './use-mirror.ts'
import s from './MirrorPanel.module.css'

const tookText = (ms: number): string => (ms < 1000 ? words.underSecond : spanText(ms))

const factsOf = ({ customers, asOf, backfill }: MirrorStatus): readonly Fact[] => {
  const { startedAt, finishedAt, failure, counts, state } = backfill
  const { facts } = words
  return [
    { label: facts.customers, value: countText(customers) },
    { label: facts.asOf, value: asOf === null ? words.never : timeText(asOf) },
    {
      label: facts.last,
      value: state === 'never' ? words.states.never : `${words.states[state]} ${words.counts(counts)}`,
    },
    ...(startedAt !== null && finishedAt !== null
      ? [{ label: facts.took, value: tookText(Date.parse(finishedAt) - Date.parse(startedAt)) }]
      : []),
    ...(failure === null ? [] : [{ label: facts.failure, value: failure, tone: 'danger' as const }]),
  ]
}

const useFill = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries(trpc.mirror.status.queryFilter())
  const start = useMutation(trpc.mirror.start.mutationOptions({ onSettled }))
  const cancel = useMutation(trpc.mirror.cancel.mutationOptions({ onSettled }))
  return { start, cancel, error: start.error ?? cancel.error }
}

type Fill = ReturnType<typeof useFill>

const Buttons = ({ state, fill }: { readonly state: MirrorStatus['backfill']['state']; readonly fill: Fill }) => {
  const reason = useMissingPermission('mirror.run')
  const isStopped = state === 'cancelled' || state === 'failed'
  const startWith = (resume: boolean) => () => fill.start.mutate({ resume })
  return (
    <div className={s['buttons']}>
      <Button
        kind={state === 'done' ? 'default' : 'primary'}
        reason={reason}
        isBusy={fill.start.isPending}
        onPress={startWith(isStopped)}
      >
        {isStopped ? words.goOn : state === 'done' ? words.again : words.start}
      </Button>
      {isStopped && (
        <Button reason={reason} onPress={startWith(false)}>
          {words.again}
        </Button>
      )}
    </div>
  )
}

const Running = ({ status, fill }: { readonly status: MirrorStatus; readonly fill: Fill }) => {
  const reason = useMissingPermission('mirror.run')
  const { resource, counts } = status.backfill
  return (
    <Progress
      title={words.filling}
      detail={words.reading(resource, counts)}
      note={words.goesOn}
      {...(reason === undefined ? { onCancel: () => fill.cancel.mutate() } : {})}
    />
  )
}

/** How full the mirror is, and the long work of filling it: seen, stopped, taken up again. */
export const MirrorPanel = () => {
  const mirror = useMirror()
  const fill = useFill()
  if (mirror.error && !mirror.data) {
    return <FailureProblem title={words.notRead} error={mirror.error} onRetry={() => void mirror.refetch()} />
  }
  return (
    <Panel title={words.title}>
      <div className={s['body']}>
        <p className="cs-dim">{words.what}</p>
        {fill.error && <FailureProblem title={words.failed} error={fill.error} />}
        {!mirror.data && <Skeleton rows={4} />}
        {mirror.data?.backfill.state === 'running' && <Running status={mirror.data} fill={fill} />}
        {mirror.data && mirror.data.backfill.state !== 'running' && (
          <>
            <FactList facts={factsOf(mirror.data)} />
            <Buttons state={mirror.data.backfill.state} fill={fill} />
          </>
        )}
      </div>
    </Panel>
  )
}
