import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import type { InvoiceStep } from '@countersign/shared/features/invoices'
import { useEffect, useRef, useState } from 'react'
import type { Env } from '../../components/EnvTag.tsx'
import { useNow } from '../../lib/use-now.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { wizard as words } from '../../messages/invoice-wizard.ts'
import { ApprovalStep } from './ApprovalStep.tsx'
import { CustomerStep } from './CustomerStep.tsx'
import { gapIn, NOTHING_TYPED } from './draft-rules.ts'
import { LinesStep } from './LinesStep.tsx'
import { PaymentStep } from './PaymentStep.tsx'
import { ReviewStep } from './ReviewStep.tsx'
import { SaveProblem } from './SaveState.tsx'
import { SentStep } from './SentStep.tsx'
import { StepBar } from './StepBar.tsx'
import { isOpen } from './step-rules.ts'
import { useKeep } from './use-keep.ts'
import { WizardEnd } from './WizardEnd.tsx'
import { WizardHead } from './WizardHead.tsx'
import { Standing } from './Standing.tsx'
import type { Work } from './work.ts'
import s from './Wizard.module.css'

export interface WizardProps {
  readonly invoice: ManualInvoice
  readonly step: InvoiceStep
  readonly env: Env
  readonly onStep: (step: InvoiceStep) => void
  readonly onLeave: () => void
}

const useWork = ({ invoice, env, onStep }: WizardProps): Work => {
  const loaded = useKeep(invoice)
  const [typed, setTyped] = useState(NOTHING_TYPED)
  const forbidden = useMissingPermission('invoice.manage')
  const { currency, reference } = invoice.quote
  const keep = {
    ...loaded,
    dropMine: () => {
      setTyped(NOTHING_TYPED)
      loaded.dropMine()
    },
  }
  return {
    invoice,
    keep,
    typed,
    type: (part) => setTyped((old) => ({ ...old, ...part })),
    gap: gapIn(typed, { currency, reference }),
    fixed: forbidden ?? (isOpen(invoice) ? undefined : words.fixed),
    now: useNow(),
    env,
    go: onStep,
  }
}

const STEPS = {
  customer: CustomerStep,
  lines: LinesStep,
  payment: PaymentStep,
  review: ReviewStep,
  approval: ApprovalStep,
  sent: SentStep,
}

/** Another step takes the focus, so that keyboard and screen reader begin at its top. */
const useStepFocus = (step: InvoiceStep) => {
  const place = useRef<HTMLElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    place.current?.focus({ preventScroll: true })
  }, [step])
  return place
}

/** From an accepted quote to an invoice that was sent: every step is saved as it is typed and can be taken up again. */
export const Wizard = (props: WizardProps) => {
  const { invoice, step, onStep, onLeave } = props
  const work = useWork(props)
  const place = useStepFocus(step)
  const Step = STEPS[step]
  return (
    <>
      <WizardHead work={work} />
      <StepBar
        invoice={invoice}
        step={step}
        onStep={onStep}
        end={<WizardEnd work={work} isFirst={step === 'customer'} onLeave={onLeave} />}
      />
      <div className={s['banners']}>
        <Standing work={work} />
        <SaveProblem work={work} />
      </div>
      <section ref={place} tabIndex={-1} aria-label={words.steps[step]} className={s['wizard']}>
        <Step work={work} />
      </section>
    </>
  )
}
