// Rule: what stands between finance and the next step is told by name, all of it at once, and nothing is sent before none
// is left. A draft needs a customer, lines, a way to pay and a memo; sending needs a draft at Stripe that is made of what
// is chosen now, an address to send it to, and every difference from the quote accepted by name.

import type { LineComparison, TermComparison } from '@countersign/shared/features/invoices'
import type { InvoiceChoices, ManualInvoiceState, Obstacle } from '@countersign/shared/features/invoice-work'
import { differenceWords, openDifferences } from './comparison-rules.ts'
import { lineFaults, sumOf } from './line-rules.ts'
import { memoFault } from './memo-rules.ts'
import { impossibleMethod } from './method-rules.ts'
import { isChangeable } from './standing-rules.ts'
import { openTerms, termWords } from './term-rules.ts'

interface Asked {
  readonly choices: InvoiceChoices
  readonly quote: { readonly reference: string; readonly currency: string }
  readonly state: ManualInvoiceState
}

const busy = (state: ManualInvoiceState): Obstacle[] =>
  isChangeable(state) ? [] : [{ code: 'in-work', words: `It is ${state}: nothing can be changed now.` }]

export const obstaclesBeforeDraft = ({ choices, quote, state }: Asked): Obstacle[] => {
  const { customer, lines, methods, memo } = choices
  const faults = lineFaults(lines, quote.currency, null)
  const method = faults.length > 0 ? null : impossibleMethod(methods, quote.currency, sumOf(lines))
  const cited = memoFault(memo, quote.reference)
  return [
    ...busy(state),
    ...(customer ? [] : [{ code: 'customer', words: 'Nobody is chosen to be billed.' } as const]),
    ...(lines.length > 0 ? [] : [{ code: 'lines', words: 'There is no line.' } as const]),
    ...faults.map((words) => ({ code: 'lines', words }) as const),
    ...(methods.length > 0 ? [] : [{ code: 'methods', words: 'No way to pay is chosen.' } as const]),
    ...(method ? [{ code: 'methods', words: `${method.method}: ${method.words}` } as const] : []),
    ...(cited ? [{ code: 'memo', words: cited.words } as const] : []),
  ]
}

interface Drafted extends Asked {
  /** null: there is no draft, or not any more. */
  readonly live: { readonly status: string; readonly email: string | null } | null
  readonly hasDraft: boolean
  readonly isOutdated: boolean
  /** Against the draft as it is at Stripe. */
  readonly comparison: readonly LineComparison[]
  readonly terms: readonly TermComparison[]
}

const draftObstacles = ({ live, hasDraft, isOutdated }: Drafted): Obstacle[] => {
  if (!hasDraft) return [{ code: 'draft', words: 'There is no draft yet.' }]
  if (!live) return [{ code: 'gone', words: 'The draft isn’t at Stripe any more. Make it again.' }]
  if (live.status !== 'draft' && live.status !== 'open')
    return [{ code: 'gone', words: `The invoice is ${live.status} at Stripe.` }]
  return [
    ...(isOutdated
      ? [{ code: 'outdated', words: 'Something was changed since the draft was made. Make it again.' } as const]
      : []),
    ...(live.email ? [] : [{ code: 'mail', words: 'The customer has no e-mail to send it to.' } as const]),
  ]
}

export const obstaclesBeforeSend = (drafted: Drafted): Obstacle[] => [
  ...busy(drafted.state),
  ...draftObstacles(drafted),
  ...openDifferences(drafted.comparison, drafted.choices.accepted).map(
    (line) => ({ code: 'difference', words: differenceWords(line) }) as const,
  ),
  ...openTerms(drafted.terms, drafted.choices.accepted).map(
    (term) => ({ code: 'difference', words: termWords(term) }) as const,
  ),
]
