import type { InvoiceStep } from '@countersign/shared/features/invoices'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { wizard as words } from '../../messages/invoice-wizard.ts'
import { stepAfter, stepBefore } from './step-rules.ts'
import type { Work } from './work.ts'
import s from './Wizard.module.css'

export interface StepFootProps {
  readonly work: Work
  readonly step: InvoiceStep
  /** The step's main action, where it is another than going on. */
  readonly main?: ReactNode
  readonly more?: ReactNode
  readonly note?: ReactNode
}

/** One way on below every step, and the way back; Esc keeps what was typed. */
export const StepFoot = ({ work, step, main, more, note }: StepFootProps) => {
  const [before, after] = [stepBefore(step), stepAfter(step)]
  return (
    <footer className={s['foot']}>
      {main ??
        (after && (
          <Button kind="primary" size="lg" keys="mod+enter" onPress={() => work.go(after)}>
            {words.next(words.steps[after])}
          </Button>
        ))}
      {before && (
        <Button kind="quiet" size="lg" keys="esc" onPress={() => work.go(before)}>
          {words.backTo(words.steps[before])}
        </Button>
      )}
      {more}
      <div className={s['note']}>{note ?? words.kept}</div>
    </footer>
  )
}
