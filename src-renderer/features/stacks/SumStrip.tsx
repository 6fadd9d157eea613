import type { StackView } from '@countersign/shared/features/stack-requests'
import type { StackAnswer, StackPlan } from '@countersign/shared/features/stacks'
import type { Money } from '@countersign/shared/money'
import type { ReactNode } from 'react'
import { Notice } from '../../components/Notice.tsx'
import { classNames } from '../../components/class-names.ts'
import { moneyText } from '../../lib/money.ts'
import { stacks as words } from '../../messages/stacks.ts'
import s from './Stack.module.css'

type Planned = Extract<StackAnswer, { verdict: 'planned' }>

interface BoxProps {
  readonly title: string
  readonly amount: Money
  readonly isOne?: boolean
  readonly children: ReactNode
}

const Box = ({ title, amount, isOne = false, children }: BoxProps) => (
  <div className={classNames(s['box'], isOne && s['one'])}>
    <h2 className={s['boxTitle']}>{title}</h2>
    <p className={s['figure']}>{moneyText(amount)}</p>
    <div className={s['under']}>{children}</div>
  </div>
)

/** What every live coupon still gives, in the rules' own words; what gives nothing is named too. */
export const LeftLines = ({ left }: Pick<StackAnswer, 'left'>) =>
  left.length === 0 ? (
    <p>{words.nothingLeft}</p>
  ) : (
    left.map(({ discountStripeId, couponName, words: said }) => (
      <p key={discountStripeId}>
        {said}
        <br />
        <span className="cs-dim">{couponName ?? discountStripeId}</span>
      </p>
    ))
  )

const splitText = ({ amount, invoices, rest }: StackPlan): string =>
  `${moneyText(amount)} × ${invoices}${rest.amount > 0 ? ` + ${moneyText(rest)}` : ''}`

/** Left and new make one, to the minor unit. */
export const SumStrip = ({ view, answer, plan }: { view: StackView; answer: Planned; plan: StackPlan }) => (
  <>
    <div className={s['sum']}>
      <Box title={words.left} amount={answer.remaining}>
        <LeftLines left={answer.left} />
      </Box>
      <span className={s['sign']}>+</span>
      <Box title={words.added} amount={answer.added}>
        <p>{view.listPrice ?? words.addedTyped}</p>
      </Box>
      <span className={s['sign']}>=</span>
      <Box title={words.one} amount={answer.total} isOne>
        <p>
          {words.oneWhere(moneyText(plan.amount), plan.invoices)}
          {plan.rest.amount > 0 && ` ${words.oneRest(moneyText(plan.rest))}`}
        </p>
        <p className="cs-dim">{answer.left.some(({ isFolded }) => isFolded) ? words.replaces : words.replacesNone}</p>
      </Box>
    </div>
    <Notice tone="proof" title={words.equals}>
      {moneyText(answer.remaining)} + {moneyText(answer.added)} = {moneyText(answer.total)} = {splitText(plan)}
      <span className={s['lost']}>
        {words.lost(moneyText({ ...answer.total, amount: answer.total.amount - plan.valueAfter.amount }))}
      </span>
    </Notice>
  </>
)
