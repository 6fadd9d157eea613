import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Progress } from '../../components/Progress.tsx'
import { wizard } from '../../messages/invoice-wizard.ts'
import type { StepProps } from './work.ts'

const words = wizard.review

/** How far the draft is, by the companion's own record of its steps. */
const AtWork = ({ drafting }: Pick<ManualInvoice, 'drafting'>) => {
  const steps = drafting?.steps ?? []
  const problem = drafting?.problem ?? null
  const done = steps.filter(({ state }) => state === 'done').length
  return (
    <Panel title={words.drafting}>
      <Progress
        title={steps.find(({ state }) => state !== 'done')?.name ?? words.drafting}
        detail={words.stepsDone(done, steps.length)}
        share={steps.length === 0 ? undefined : done / steps.length}
        note={words.draftingNote}
      />
      {problem !== null && <p className="cs-money">{problem}</p>}
    </Panel>
  )
}

/** How the draft stands: none yet, at work, or why the last one was not made. */
export const Drafting = ({ work: { invoice, fixed } }: StepProps) => {
  const { state, drafting, problem, document } = invoice
  if (state === 'drafting') return <AtWork drafting={drafting} />
  if (fixed !== undefined) return null
  return (
    <>
      {problem !== null && (
        <Notice tone="danger" title={words.problem} isLive>
          {problem}
        </Notice>
      )}
      {document === null && <Notice title={words.none}>{words.noneText}</Notice>}
    </>
  )
}
