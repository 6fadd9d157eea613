import type { StackAnswer, StackPlan } from '@countersign/shared/features/stacks'
import type { Money } from '@countersign/shared/money'
import { Radio } from '@mantine/core'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { moneyText } from '../../lib/money.ts'
import { stacks as words } from '../../messages/stacks.ts'
import s from './Stack.module.css'

type Planned = Extract<StackAnswer, { verdict: 'planned' }>

export interface WaysProps {
  readonly answer: Planned
  readonly plan: StackPlan
  /** What a single coupon on the next invoice would lose. */
  readonly onceWouldLose: Money | null
  readonly onPick: (invoices: number) => void
  readonly onCredit: () => void
}

const higherOf = ({ toAccept }: StackPlan): number => toAccept.filter(({ code }) => code === 'bill-higher').length

const partsOf = ({ amount, invoices, rest }: StackPlan): string => {
  const each = words.each(moneyText(amount), invoices)
  return rest.amount > 0 ? `${each}, ${words.oneRest(moneyText(rest))}` : each
}

const Way = ({ way, isPicked, onPick }: { way: StackPlan; isPicked: boolean; onPick: (invoices: number) => void }) => (
  <li className={s['way']}>
    <Radio
      name="way"
      label={words.over(way.invoices)}
      description={partsOf(way)}
      checked={isPicked}
      onChange={() => onPick(way.invoices)}
    />
    <span className={s['nothing']}>{words.losesNothing}</span>
    <span className={s['aside']}>{higherOf(way) > 0 && words.higherBills(higherOf(way))}</span>
  </li>
)

const OnceLoses = ({ lost, total }: { lost: Money; total: Money }) => (
  <li className={s['way']}>
    <Radio
      name="way"
      disabled
      label={words.over(1)}
      description={words.each(moneyText(total), 1)}
      checked={false}
      readOnly
    />
    <span className={s['loses']}>{words.loses(moneyText(lost))}</span>
    <span className={s['aside']}>{words.onceLoses}</span>
  </li>
)

/** Every way that conserves the value, to be picked with one click, beside the one that would not. */
export const Ways = ({ answer, plan, onceWouldLose, onPick, onCredit }: WaysProps) => (
  <Panel title={words.ways(moneyText(answer.total))} aside={words.waysAside} isFlush>
    <ul className={s['ways']}>
      {onceWouldLose !== null && onceWouldLose.amount > 0 && <OnceLoses lost={onceWouldLose} total={answer.total} />}
      {[answer.plan, ...answer.longer].map((way) => (
        <Way key={way.invoices} way={way} isPicked={way.invoices === plan.invoices} onPick={onPick} />
      ))}
      <li className={s['way']}>
        <div className={s['keep']}>
          <span>{words.keep}</span>
          <span className="cs-dim">{words.keepAmount(moneyText(answer.balanceInstead.credit))}</span>
        </div>
        <span className={s['nothing']}>{words.losesNothing}</span>
        <span className={s['aside']}>
          <Button size="sm" onPress={onCredit}>
            {words.keepGo}
          </Button>
        </span>
      </li>
    </ul>
  </Panel>
)
