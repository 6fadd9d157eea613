import type { ReactNode } from 'react'
import { EffectHistory, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { coupons as words } from '../../messages/coupons.ts'
import { effect } from '../../messages/effect.ts'

interface Preview {
  readonly data:
    | {
        readonly card: Parameters<typeof EffectHistory>[0]['effect']
        readonly need: Parameters<typeof NeedPanel>[0]['need']
      }
    | undefined
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

export interface CouponEffectProps {
  /** null: the form isn't filled in far enough to ask. */
  readonly preview: Preview | null
  readonly title: string
  readonly failed: string
  readonly nothingYet: string
  /** Another way, where this one is refused. */
  readonly instead?: ReactNode
  readonly hasHistory: boolean
}

/** What the companion worked out: the sum, who has to sign, what was given before. */
export const CouponEffect = ({ preview, title, failed, nothingYet, instead, hasHistory }: CouponEffectProps) => {
  if (preview === null) return <p className="cs-dim">{nothingYet}</p>
  const { data, error, isFetching, refetch } = preview
  if (error) {
    return (
      <FailureProblem
        title={failed}
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
        {...(instead === undefined ? {} : { actions: instead })}
      />
    )
  }
  if (!data) return <Skeleton rows={6} />
  const { card, need } = data
  return (
    <>
      <EffectWarnings effect={card} />
      <Panel title={title}>
        <FactList labels="long" facts={card.lines.map(({ label, after }) => ({ label, value: after }))} />
      </Panel>
      {card.customerReceives !== null && <Panel title={effect.receives}>{card.customerReceives}</Panel>}
      <NeedPanel need={need} />
      {hasHistory && <EffectHistory effect={card} />}
    </>
  )
}

export const couponTexts = { title: words.what, failed: words.previewFailed, nothingYet: words.nothingYet }
