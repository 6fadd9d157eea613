import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import type { InvoiceStep } from '@countersign/shared/features/invoices'
import type { Env } from '../../components/EnvTag.tsx'
import type { Typed } from './draft-rules.ts'
import type { Keep } from './use-keep.ts'

/** What every step of the wizard works on. */
export interface Work {
  readonly invoice: ManualInvoice
  readonly keep: Keep
  readonly typed: Typed
  readonly type: (part: Partial<Typed>) => void
  /** Why what is typed can't be saved as it stands. */
  readonly gap: string | null
  /** Why nothing can be changed, in words; undefined: it can. */
  readonly fixed: string | undefined
  readonly now: string
  readonly env: Env
  readonly go: (step: InvoiceStep) => void
}

export interface StepProps {
  readonly work: Work
}
