import type { BalanceEntry } from '@countersign/shared/features/subscriptions'
import type { Ref } from 'react'
import { CopyId } from '../../components/CopyId.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { Panel } from '../../components/Panel.tsx'
import { timeText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'
import { kindText } from './balance-columns.tsx'
import { usePlace } from './place.ts'
import s from './TeamView.module.css'

const words = team.balance

export interface BalancePanelProps {
  readonly entry: BalanceEntry
  readonly ref: Ref<HTMLDivElement>
}

/** Only credits were given, and only they can be taken back. */
const isGiven = ({ kind, amount }: BalanceEntry): boolean => kind === 'adjustment' && amount.amount < 0

export const BalancePanel = ({ entry, ref }: BalancePanelProps) => {
  const { hrefOf } = usePlace()
  return (
    <div ref={ref} tabIndex={-1} className={s['panel']}>
      <Panel title={kindText(entry.kind)} aside={<Money value={entry.amount} sign="always" />}>
        <FactList
          facts={[
            { label: team.facts.stripe, value: <CopyId value={entry.stripeId} what={words.entry} /> },
            { label: words.columns.at, value: timeText(entry.at) },
            {
              label: words.columns.amount,
              value: (
                <>
                  <Money value={entry.amount} sign="always" />, {entry.amount.amount < 0 ? words.credit : words.debit}
                </>
              ),
            },
            { label: words.columns.ending, value: <Money value={entry.endingBalance} /> },
            ...(entry.description === null
              ? []
              : [{ label: words.columns.text, value: <bdi>{entry.description}</bdi> }]),
          ]}
        />
      </Panel>
      {isGiven(entry) && (
        <a className="cs-link cs-xs" href={hrefOf({ tab: 'credits', item: entry.stripeId })}>
          {words.toCredit}
        </a>
      )}
    </div>
  )
}
