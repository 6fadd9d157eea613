import type { NextInvoice } from '@countersign/shared/features/subscriptions'
import { FactGroup } from '../../components/FactGroup.tsx'
import { SumTable, type SumLine } from '../../components/SumTable.tsx'
import { team } from '../../messages/team.ts'
import { useReading } from './reading.ts'
import { nextFirst } from './standing-rules.ts'
import { lineText, nextTitle } from './texts.ts'

const words = team.next
const MOST_SHOWN = 3

const linesOf = ({ lines, discount, tax, balanceApplied }: NextInvoice): readonly SumLine[] => [
  ...lines.map(({ description, amount }, at) => ({ id: `line-${at}`, label: lineText(description), amount })),
  ...[
    { id: 'discount', label: words.discount, amount: discount },
    { id: 'tax', label: words.tax, amount: tax },
    { id: 'balance', label: words.balance, amount: balanceApplied },
  ].filter(({ amount }) => amount.amount !== 0),
]

const One = ({ preview }: { readonly preview: NextInvoice }) => {
  const { now } = useReading()
  const title = nextTitle(preview, now)
  return (
    <FactGroup title={title} aside={words.preview}>
      <SumTable label={title} lines={linesOf(preview)} total={{ label: words.due, amount: preview.amountDue }} />
    </FactGroup>
  )
}

/** Stripe's own previews, the next one first. Totals are Stripe's. */
export const NextInvoiceFacts = ({ previews }: { readonly previews: readonly NextInvoice[] }) => {
  const sorted = nextFirst(previews)
  if (sorted.length === 0) {
    return (
      <FactGroup title={words.title}>
        <p className="cs-xs cs-dim">{words.none}</p>
      </FactGroup>
    )
  }
  return (
    <>
      {sorted.slice(0, MOST_SHOWN).map((preview, at) => (
        <One key={preview.subscriptionStripeId ?? at} preview={preview} />
      ))}
      {sorted.length > MOST_SHOWN && <p className="cs-xs cs-faint">{words.others(sorted.length - MOST_SHOWN)}</p>}
    </>
  )
}
