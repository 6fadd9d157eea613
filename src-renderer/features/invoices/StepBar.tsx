import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import { INVOICE_STEPS, type InvoiceStep } from '@countersign/shared/features/invoices'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../../components/Icon.tsx'
import { classNames } from '../../components/class-names.ts'
import { wizard as words } from '../../messages/invoice-wizard.ts'
import { isStepDone } from './step-rules.ts'
import s from './Wizard.module.css'

export interface StepBarProps {
  readonly invoice: ManualInvoice
  readonly step: InvoiceStep
  readonly onStep: (step: InvoiceStep) => void
  /** Whether it is saved, and what there is of it at Stripe. */
  readonly end: ReactNode
}

const textOf = (step: InvoiceStep, { request }: ManualInvoice): string =>
  step === 'approval' && request !== null && request.approversNeeded > 0
    ? `${words.steps[step]}, ${request.approvals} of ${request.approversNeeded}`
    : words.steps[step]

/** Where one is; every step can be opened at any time. */
export const StepBar = ({ invoice, step: at, onStep, end }: StepBarProps) => (
  <div className={s['bar']}>
    <nav aria-label={words.stepsName} className={s['steps']}>
      {INVOICE_STEPS.map((step, index) => {
        const isDone = step !== at && isStepDone(invoice, step)
        return (
          <button
            key={step}
            type="button"
            className={classNames(s['step'], step === at && s['at'], isDone && s['done'])}
            aria-current={step === at ? 'step' : undefined}
            onClick={() => onStep(step)}
          >
            <span className={s['mark']} aria-hidden>
              {isDone ? <Icon of={Check} size={12} /> : index + 1}
            </span>
            {textOf(step, invoice)}
            {isDone && <span className="cs-sr">, {words.stepDone}</span>}
          </button>
        )
      })}
    </nav>
    <div className={s['end']}>{end}</div>
  </div>
)
