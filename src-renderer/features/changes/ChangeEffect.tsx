import { EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { changes as words } from '../../messages/changes.ts'
import type { useChangePreview } from './use-changes.ts'

/** Stripe's own preview beside the form. */
export const ChangeEffect = ({ preview }: { readonly preview: ReturnType<typeof useChangePreview> }) => {
  const { data, error, isFetching, refetch } = preview
  if (error)
    return (
      <FailureProblem
        title={words.previewFailed}
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  if (!data) return isFetching ? <Skeleton rows={8} /> : <p className="cs-dim">{words.nothingYet}</p>
  const { card, need } = data
  return (
    <>
      <EffectWarnings effect={card} />
      <EffectTable effect={card} />
      {card.customerReceives !== null && <Panel title={words.receives}>{card.customerReceives}</Panel>}
      <NeedPanel need={need} />
    </>
  )
}
