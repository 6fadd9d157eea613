import type { Quote, QuoteTwin } from '@countersign/shared/features/quotes'
import { useState } from 'react'
import { quoteForm as words } from '../../messages/quotes.ts'
import type { QuoteDraft } from './draft-rules.ts'
import { useTwin } from './use-quotes.ts'

export interface TwinChoice {
  readonly twin: QuoteTwin | null
  /** Whoever types says that it is another quote. */
  readonly isMeant: boolean
  readonly mean: (isMeant: boolean) => void
  /** Why it can't be kept yet. */
  readonly missing: string | undefined
}

const isNamedAnew = ({ reference, source }: QuoteDraft, quote: Quote | undefined): boolean =>
  quote?.reference !== reference.trim() || quote.source !== source.trim()

/** The quote that has the reference already; meant of that one only: another reference is another question. */
export const useTwinChoice = (draft: QuoteDraft, quote: Quote | undefined): TwinChoice => {
  const found = useTwin(draft.reference, draft.source)
  const [meant, setMeant] = useState<string | null>(null)
  const twin = found === null || found.id === quote?.id ? null : found
  const isMeant = twin !== null && twin.id === meant
  const isElsewhere = twin?.isSameSource === false && isNamedAnew(draft, quote)
  return {
    twin,
    isMeant,
    mean: (said) => setMeant(said && twin ? twin.id : null),
    missing: isElsewhere && !isMeant ? words.twinNotMeant : undefined,
  }
}
