import type { StackView } from '@countersign/shared/features/stack-requests'
import type { StackAnswer, StackPlan } from '@countersign/shared/features/stacks'
import type { Money } from '@countersign/shared/money'
import { Checkbox } from '@mantine/core'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { moneyText } from '../../lib/money.ts'
import { stacks as words } from '../../messages/stacks.ts'
import { ComingBills } from './ComingBills.tsx'
import { chosenOf, type StackDraft } from './draft-rules.ts'
import s from './Stack.module.css'
import { LeftLines, SumStrip } from './SumStrip.tsx'
import { ToAccept } from './ToAccept.tsx'
import { Ways } from './Ways.tsx'

export interface StackEffectProps {
  readonly view: StackView
  readonly draft: StackDraft
  readonly ticket: string
  /** Before an amount is typed, and while its answer is awaited, its absence is no refusal. */
  readonly hasAmount: boolean
  readonly onChange: (change: Partial<StackDraft>) => void
  readonly onCredit: (credit: Money) => void
}

type Refused = Extract<StackAnswer, { verdict: 'refused' }>

const Refusal = ({ answer, props }: { answer: Refused; props: StackEffectProps }) => {
  const { draft, hasAmount, onChange, onCredit } = props
  const why = answer.refusals.filter(({ code }) => hasAmount || code !== 'nothing-to-add')
  const isPercent = why.some(({ code }) => code === 'percent-not-accepted')
  const { balanceInstead } = answer
  return (
    <>
      <Panel title={words.left}>
        <div className={s['under']}>
          <LeftLines left={answer.left} />
        </div>
      </Panel>
      {why.map(({ code, discountStripeId, words: said }) => (
        <Notice key={`${code} ${discountStripeId ?? ''}`} tone="money" title={words.refusedTitle} isLive>
          {said}
        </Notice>
      ))}
      {(isPercent || draft.acceptsConversion) && (
        <Checkbox
          label={words.convert}
          checked={draft.acceptsConversion}
          onChange={(event) => onChange({ acceptsConversion: event.currentTarget.checked })}
        />
      )}
      {why.length === 0 && <p className="cs-dim">{words.nothingYet}</p>}
      {why.length > 0 && balanceInstead && (
        <Panel title={words.keep}>
          <div className={s['instead']}>
            <p>{balanceInstead.words}</p>
            <Button onPress={() => onCredit(balanceInstead.credit)}>{words.keepGo}</Button>
          </div>
        </Panel>
      )}
    </>
  )
}

const ReadyReply = ({ plan, ticket }: { plan: StackPlan; ticket: string }) => {
  const copy = useCopy()
  const text = words.replyText({
    ticket,
    amount: moneyText(plan.amount),
    invoices: plan.invoices,
    rest: plan.rest.amount === 0 ? null : moneyText(plan.rest),
  })
  return (
    <Panel
      title={words.reply}
      aside={
        <Button size="sm" kind="quiet" onPress={() => void copy(text, words.replyWhat)}>
          {words.copyReply}
        </Button>
      }
    >
      <p className={s['reply']}>{text}</p>
    </Panel>
  )
}

/** The calculator's answer: the sum, the coming bills, the ways to give it, what has to be accepted. */
export const StackEffect = (props: StackEffectProps) => {
  const { view, draft, ticket, onChange, onCredit } = props
  const { answer, couponName, onceWouldLose } = view
  const plan = chosenOf(draft, view)
  if (answer.verdict === 'refused' || !plan)
    return answer.verdict === 'refused' ? <Refusal answer={answer} props={props} /> : null
  return (
    <>
      <SumStrip view={view} answer={answer} plan={plan} />
      <ComingBills plan={plan} />
      <Ways
        answer={answer}
        plan={plan}
        onceWouldLose={onceWouldLose}
        onPick={(invoices) => onChange({ invoices })}
        onCredit={() => onCredit(answer.balanceInstead.credit)}
      />
      <ToAccept plan={plan} draft={draft} onChange={onChange} />
      <Panel title={words.nameTitle} aside={words.nameLength(couponName.length)}>
        {words.name(couponName)}
      </Panel>
      <ReadyReply plan={plan} ticket={ticket} />
    </>
  )
}
