import { EffectTable, NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { credits as words } from '../../messages/credits.ts'
import { effect } from '../../messages/effect.ts'
import type { CreditDraft } from './draft-rules.ts'
import { GiftTable } from './GiftTable.tsx'
import { GuardPanel } from './GuardPanel.tsx'
import type { CreditPreview } from './use-credit.ts'
import s from './Credits.module.css'

export interface CreditEffectProps {
  readonly preview: CreditPreview
  readonly draft: CreditDraft
  readonly onChange: (change: Partial<CreditDraft>) => void
}

/** What the credit would do, what speaks against it, and what was given before. */
export const CreditEffect = ({ preview, draft, onChange }: CreditEffectProps) => {
  const { data, error, isFetching, refetch } = preview
  if (error) {
    const onRetry = () => void refetch()
    return <FailureProblem title={words.previewFailed} error={error} onRetry={onRetry} isRetrying={isFetching} />
  }
  if (!data) return isFetching ? <Skeleton rows={6} /> : <p className="cs-dim">{words.nothingYet}</p>
  const { card, need, facts } = data
  const written = draft.customerText.trim()
  return (
    <>
      <div className={s['wide']}>
        <EffectTable effect={{ ...card, lines: card.lines.filter(({ before }) => before !== null) }} />
        <div className={s['stack']}>
          <NeedPanel need={need} />
          <Panel title={effect.receives}>
            <bdi>{written === '' ? facts.text : written}</bdi>
          </Panel>
        </div>
      </div>
      <GuardPanel overlaps={facts.overlaps} compared={facts.compared} draft={draft} onChange={onChange} />
      <GiftTable gifts={facts.history} />
    </>
  )
}
