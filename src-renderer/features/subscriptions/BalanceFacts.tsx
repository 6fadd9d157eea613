import type { BalanceEntry } from '@countersign/shared/features/subscriptions'
import type { Money as Amount } from '@countersign/shared/money'
import { BalanceSteps } from '../../components/BalanceSteps.tsx'
import { FactGroup } from '../../components/FactGroup.tsx'
import { Money } from '../../components/Money.tsx'
import { moneyText } from '../../lib/money.ts'
import { team } from '../../messages/team.ts'
import { useReading } from './reading.ts'
import { balanceYear, yearTicks } from './year-rules.ts'

const words = team.balance

export interface BalanceFactsProps {
  readonly balance: Amount
  readonly entries: readonly BalanceEntry[]
  readonly hasMore: boolean
}

/** Look rather than read: the balance over twelve months. */
export const BalanceFacts = ({ balance, entries, hasMore }: BalanceFactsProps) => {
  const { now } = useReading()
  const year = balanceYear(entries, { currency: balance.currency, now, hasMore })
  return (
    <FactGroup title={words.title} aside={<Money value={balance} />}>
      {year.changes === 0 ? (
        <p className="cs-xs cs-dim">{words.quiet}</p>
      ) : (
        <BalanceSteps
          label={words.label(year.changes, moneyText(balance))}
          points={year.points}
          from={year.from}
          to={year.to}
          ticks={yearTicks(year)}
        />
      )}
    </FactGroup>
  )
}
