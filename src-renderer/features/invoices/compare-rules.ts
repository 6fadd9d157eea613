// Rule: what differs between quote and invoice is named line by line, in words that say both sides. A difference counts as
// accepted only while the comparison's own key is among the accepted ones: either side's change makes another key.

import type { LineComparison, TermComparison } from '@countersign/shared/features/invoices'
import type { LineDraft } from './draft-rules.ts'
import { figureText, moneyText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'

const words = wizard.differences

export const hasDifference = ({ differs }: LineComparison): boolean => differs.length > 0

export const nameOf = ({ invoiced, quoted }: LineComparison): string =>
  invoiced?.description ?? quoted?.description ?? ''

const sideText = ({ quantity, unitAmount }: NonNullable<LineComparison['quoted']>): string =>
  `${quantity} × ${figureText(unitAmount)}`

/** `other quantity: 10 × 240.00, now 12 × 240.00`. */
export const differenceText = (line: LineComparison): string => {
  const { quoted, invoiced, differs } = line
  const kinds = differs.map((kind) => words.kinds[kind]).join(', ')
  if (!quoted || !invoiced) return kinds
  const parts = [
    ...(differs.includes('description') ? [words.was(`“${quoted.description}”`, `“${invoiced.description}”`)] : []),
    ...(differs.includes('quantity') || differs.includes('price')
      ? [words.was(sideText(quoted), sideText(invoiced))]
      : []),
  ]
  return `${kinds}: ${parts.join('; ')}`
}

/** Of a line, or of what else was accepted: what is read, and what is pressed to accept it. */
export interface Named {
  readonly key: string
  readonly name: string
  readonly text: string
  readonly accept: string
}

const acceptText = ({ difference }: LineComparison): string =>
  difference.amount === 0 ? words.acceptZero : words.accept(moneyText(difference, 'always'))

/** All that differs, the lines first. */
export const namedDifferences = (
  lines: readonly LineComparison[],
  terms: readonly TermComparison[],
): readonly Named[] => [
  ...lines.filter(hasDifference).map((line) => ({
    key: line.key,
    name: nameOf(line),
    text: differenceText(line),
    accept: acceptText(line),
  })),
  ...terms.map(({ key, what, quoted, invoiced }) => ({
    key,
    name: words.terms[what],
    text: words.was(quoted, invoiced),
    accept: words.acceptZero,
  })),
]

export const notAccepted = (
  named: readonly Named[],
  accepted: ReadonlyArray<{ readonly key: string }>,
): readonly Named[] => {
  const keys = new Set(accepted.map(({ key }) => key))
  return named.filter(({ key }) => !keys.has(key))
}

/** A line of the table: what is typed, what the quote says, or both. */
export interface Place {
  readonly id: string
  /** Where it stands in what is typed; null: the quote's line was left out. */
  readonly draftAt: number | null
  readonly quoteLine: number | null
  readonly comparison: LineComparison | undefined
}

/**
 * The quote's lines in its order, then what was added: the order in which comparisons come. A second line that says it
 * stands for the same line of the quote is an added one.
 */
export const placesOf = (
  drafts: readonly LineDraft[],
  quoteLines: number,
  comparison: readonly LineComparison[],
): readonly Place[] => {
  const standIns = new Map<number, number>()
  const added: number[] = []
  for (const [at, { quoteLine }] of drafts.entries()) {
    if (quoteLine === null || quoteLine >= quoteLines || standIns.has(quoteLine)) added.push(at)
    else standIns.set(quoteLine, at)
  }
  const ofQuote = Array.from({ length: quoteLines }, (_, quoteLine) => ({
    id: `quote ${quoteLine}`,
    draftAt: standIns.get(quoteLine) ?? null,
    quoteLine,
    comparison: comparison[quoteLine],
  }))
  const others = added.map((draftAt, at) => ({
    id: `added ${drafts[draftAt]?.key ?? at}`,
    draftAt,
    quoteLine: null,
    comparison: comparison[quoteLines + at],
  }))
  return [...ofQuote, ...others]
}
