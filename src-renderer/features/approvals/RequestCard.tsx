import type { ShownRequest } from './shown-request.ts'
import { useQuery } from '@tanstack/react-query'
import type { Ref } from 'react'
import { EffectHistory, EffectTable, EffectWarnings } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { approvals } from '../../messages/approvals.ts'
import { DeedDialogs } from './DeedDialogs.tsx'
import type { Viewer } from './list-rules.ts'
import { MovedPanel, OutcomePanel } from './OutcomePanel.tsx'
import { RequestHead } from './RequestHead.tsx'
import { LastPanel, RulePanel, StepsPanel, TalkPanel, WhyPanel } from './RequestPanels.tsx'
import { SignFoot } from './SignFoot.tsx'
import type { DecisionDoors } from './use-countersign.ts'
import { useDeeds } from './use-deeds.ts'
import s from './RequestCard.module.css'

export interface RequestCardProps {
  readonly id: string
  readonly now: string
  readonly viewer: Viewer
  readonly env: Env
  readonly doors: DecisionDoors
  readonly titleRef: Ref<HTMLHeadingElement>
  readonly onOther: (id: string) => void
}

const Read = (props: RequestCardProps & { readonly request: ShownRequest }) => {
  const { request, now, titleRef, doors, onOther, viewer, env } = props
  const deeds = useDeeds({ request, doors, onOther })
  return (
    <article className={s['card']} aria-label={request.title}>
      <RequestHead request={request} now={now} titleRef={titleRef} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also for whoever has no mouse */}
      <section className={s['body']} tabIndex={0} aria-label={request.title}>
        <div className={s['column']}>
          <OutcomePanel request={request} />
          <MovedPanel request={request} />
          <EffectWarnings effect={request.card} />
          <WhyPanel request={request} />
          {request.card.lines.length > 0 && <EffectTable effect={request.card} />}
          <StepsPanel request={request} />
          <TalkPanel request={request} />
        </div>
        <div className={s['column']}>
          <LastPanel request={request} />
          {request.teamId !== null && <EffectHistory effect={request.card} />}
          <RulePanel request={request} />
        </div>
      </section>
      <SignFoot request={request} deeds={deeds} viewer={viewer} env={env} />
      <DeedDialogs request={request} deeds={deeds} env={env} />
    </article>
  )
}

/** Everything that is needed to decide, on one card. */
export const RequestCard = (props: RequestCardProps) => {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(trpc.approvals.read.queryOptions({ id: props.id }))
  if (data) return <Read {...props} request={data} />
  return (
    <div className={s['body']}>
      {error ? (
        <FailureProblem
          title={approvals.card.notRead}
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <Skeleton rows={10} />
      )}
    </div>
  )
}
