import type { Bill, StackPlan } from '@countersign/shared/features/stacks'
import { Panel } from '../../components/Panel.tsx'
import { dayText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { stacks as words } from '../../messages/stacks.ts'
import s from './Stack.module.css'

const FEWEST = 4
const MOST = 12

/** As far as something changes and one further, so that the end is seen. */
const shownOf = (bills: readonly Bill[]): readonly Bill[] => {
  const last = bills.findLastIndex(({ list, before, after }) => before !== after || after !== list)
  return bills.slice(0, Math.min(MOST, Math.max(FEWEST, last + 2)))
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.max(0, (part / whole) * 100)}%`

const BillColumn = ({ bill, most, currency }: { bill: Bill; most: number; currency: string }) => {
  const { at, list, before, after } = bill
  const text = (amount: number) => moneyText({ amount, currency })
  return (
    <li className={s['bill']}>
      <span className="cs-sr">{words.billOf(dayText(at), text(before), text(after))}</span>
      <div className={s['bar']} aria-hidden>
        <i className={s['listed']} style={{ height: percent(list, most) }}>
          <i className={s['taken']} style={{ height: percent(list - after, list) }} />
        </i>
      </div>
      <div className={s['told']} aria-hidden>
        <span className="cs-dim">{dayText(at)}</span>
        <b>{words.due(text(after))}</b>
        {list !== after && <span className={s['off']}>{words.off(text(list - after))}</span>}
        {before !== after && <span className="cs-dim">{words.was(text(before))}</span>}
      </div>
    </li>
  )
}

/** What each coming invoice asks for, and what the coupon takes of it. */
export const ComingBills = ({ plan }: { readonly plan: StackPlan }) => {
  const shown = shownOf(plan.bills)
  const most = Math.max(...shown.map(({ list }) => list), 1)
  const hidden = plan.bills.length - shown.length
  return (
    <Panel
      title={words.bills}
      aside={words.billsAside}
      {...(hidden > 0 ? { foot: <span>{words.more(hidden)}</span> } : {})}
    >
      <ol className={s['bills']}>
        {shown.map((bill) => (
          <BillColumn key={bill.at} bill={bill} most={most} currency={plan.amount.currency} />
        ))}
      </ol>
    </Panel>
  )
}
