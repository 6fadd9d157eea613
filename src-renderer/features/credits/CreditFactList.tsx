import type { CreditLine } from '@countersign/shared/features/credits'
import { CopyId } from '../../components/CopyId.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { reversals as words } from '../../messages/reversals.ts'

const periodText = ({ period }: CreditLine): string =>
  period === null ? '' : `${dayText(period.from)} – ${dayText(period.to)}`

/** One credit: what it was for, who asked and signed, and what is left of it to take back. */
export const CreditFactList = ({ credit }: { readonly credit: CreditLine }) => {
  const { stripeId, given, reversed, pending, reversible, notBecause, text, at, by, period } = credit
  return (
    <FactList
      facts={[
        { label: words.facts.stripe, value: <CopyId value={stripeId} what={words.entry} /> },
        { label: words.columns.given, value: <Money value={given} /> },
        { label: words.columns.at, value: timeText(at) },
        { label: words.columns.text, value: <bdi>{text}</bdi> },
        ...(period === null ? [] : [{ label: words.columns.period, value: periodText(credit) }]),
        { label: words.columns.by, value: by === null ? words.byHand : <bdi>{by.askedBy}</bdi> },
        ...(by === null ? [] : [{ label: words.facts.signed, value: <bdi>{by.approvedBy.join(', ')}</bdi> }]),
        ...(by?.ticket ? [{ label: words.facts.ticket, value: <bdi>{by.ticket}</bdi> }] : []),
        ...(reversed.amount > 0 ? [{ label: words.columns.reversed, value: <Money value={reversed} /> }] : []),
        ...(pending.amount > 0 ? [{ label: words.facts.pending, value: <Money value={pending} /> }] : []),
        { label: words.facts.left, value: notBecause ?? moneyText(reversible) },
      ]}
    />
  )
}
