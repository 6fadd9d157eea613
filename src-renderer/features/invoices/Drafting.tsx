import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Progress } from '../../components/Progress.tsx'
import { wizard } from '../../messages/invoices.ts'
import type { StepProps } from './work.ts'

const words = wizard.review

/** How the draft stands: none yet, at work, failed, or no longer what was chosen. */
export const Drafting = ({ work: { invoice, fixed }, needsDraft }: StepProps & { readonly needsDraft: boolean }) => {
  const { state, drafting, problem, document } = invoice
  if (state === 'drafting') {
    const steps = drafting?.steps ?? []
    const done = steps.filter((step) => step.state === 'done').length
    return (
      <Panel title={words.drafting}>
        <Progress
          title={steps.find((step) => step.state !== 'done')?.name ?? words.drafting}
          detail={words.stepsDone(done, steps.length)}
          share={steps.length === 0 ? undefined : done / steps.length}
          note={words.draftingNote}
        />
        {drafting?.problem != null && <p className="cs-money">{drafting.problem}</p>}
      </Panel>
    )
  }
  if (fixed !== undefined) return null
  return (
    <>
      {problem !== null && (
        <Notice tone="danger" title={words.problem} isLive>
          {problem}
        </Notice>
      )}
      {needsDraft && document === null && <Notice title={words.none}>{words.noneText}</Notice>}
    </>
  )
}
