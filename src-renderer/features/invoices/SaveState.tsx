import { Check, CircleDashed, TriangleAlert } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Icon } from '../../components/Icon.tsx'
import { wizard } from '../../messages/invoice-wizard.ts'
import type { StepProps, Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.save

const shown = ({ keep, gap, fixed }: Work) => {
  if (fixed !== undefined) return { icon: Check, text: words.fixed(fixed), tone: undefined }
  if (keep.state === 'failed') return { icon: TriangleAlert, text: words.failed, tone: 'cs-danger' }
  if (gap !== null) return { icon: TriangleAlert, text: words.gap(gap), tone: 'cs-money' }
  if (keep.state === 'saved') return { icon: Check, text: words.saved, tone: undefined }
  return { icon: CircleDashed, text: keep.state === 'saving' ? words.saving : words.typing, tone: undefined }
}

/** Whether the companion has what is on the screen; never more than it said. */
export const SaveState = ({ work }: StepProps) => {
  const { icon, text, tone } = shown(work)
  return (
    <output className={tone === undefined ? s['save'] : `${s['save'] ?? ''} ${tone}`}>
      <Icon of={icon} size={14} />
      {text}
    </output>
  )
}

/** A refusal stays until it is dealt with; what was typed stays on the screen. */
export const SaveProblem = ({ work: { keep } }: StepProps) => {
  if (keep.error === null) return null
  return (
    <FailureProblem
      title={words.failedTitle}
      error={keep.error}
      money={{ moved: 'none' }}
      actions={
        keep.isOvertaken ? (
          <>
            <Button onPress={keep.keepMine}>{words.mine}</Button>
            <Button kind="quiet" onPress={keep.dropMine}>
              {words.theirs}
            </Button>
          </>
        ) : (
          <Button onPress={keep.again}>{words.again}</Button>
        )
      }
    />
  )
}
