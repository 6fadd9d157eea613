import { NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { policy as words } from '../../messages/policy.ts'
import type { ReadDraft } from './draft-rules.ts'
import { TryOut } from './TryOut.tsx'
import type { usePolicyPreview } from './use-policy.ts'
import s from './Policy.module.css'

interface PolicyEffectProps {
  readonly read: ReadDraft
  readonly preview: ReturnType<typeof usePolicyPreview>
  readonly currencies: readonly string[]
}

const Change = ({ preview }: Pick<PolicyEffectProps, 'preview'>) => {
  if (!preview.isChanged) return <p className="cs-dim">{words.unchanged}</p>
  if (preview.error) return <FailureProblem title={words.previewFailed} error={preview.error} />
  if (!preview.data) return preview.isFetching ? <Skeleton rows={3} /> : null
  const { card, need } = preview.data
  return (
    <>
      <Panel title={words.difference}>
        <ul className={s['differences']}>
          {card.lines.map(({ after }) => (
            <li key={after}>{after}</li>
          ))}
        </ul>
      </Panel>
      <NeedPanel need={need} />
    </>
  )
}

/** What the form means: faults first, then every difference as a sentence, then the policy tried out. */
export const PolicyEffect = ({ read, preview, currencies }: PolicyEffectProps) => {
  if (read.is === 'wrong') {
    return (
      <Notice tone="money" title={words.wrong} isLive>
        {read.faults.join(' ')}
      </Notice>
    )
  }
  return (
    <>
      <Change preview={preview} />
      <TryOut policy={read.policy} currencies={currencies} />
    </>
  )
}
