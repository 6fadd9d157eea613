import type { PolicyDraft } from './draft-rules.ts'

/** A part of the form: shows the draft and tells what of it changes. */
export interface FieldsProps {
  readonly draft: PolicyDraft
  /** For whoever may read the policy and not propose another. */
  readonly isLocked: boolean
  readonly onChange: (change: Partial<PolicyDraft>) => void
}
