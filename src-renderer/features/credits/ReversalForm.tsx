import type { CreditLine } from '@countersign/shared/features/credits'
import { decimalText } from '@countersign/shared/money'
import { Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { readAmount } from '../../lib/amount-text.ts'
import { currencyCode, moneyText } from '../../lib/money.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { reversals as words } from '../../messages/reversals.ts'
import { AskProblem } from './AskProblem.tsx'
import { CreditFactList } from './CreditFactList.tsx'
import { missingInReversal } from './reversal-rules.ts'
import { StripeCall } from './StripeCall.tsx'
import { type ReversalPreview, useAskReversal, useReversalPreview } from './use-reversal.ts'

export interface ReversalFormProps {
  readonly customerStripeId: string
  readonly ticket: string | null
  readonly credit: CreditLine
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

const EffectSide = ({ preview: { data, error, isFetching, refetch } }: { readonly preview: ReversalPreview }) => {
  if (error) {
    const onRetry = () => void refetch()
    return <FailureProblem title={words.previewFailed} error={error} onRetry={onRetry} isRetrying={isFetching} />
  }
  if (!data) return isFetching ? <Skeleton rows={4} /> : <p className="cs-dim">{words.nothingYet}</p>
  const { card, need } = data
  return (
    <>
      <EffectWarnings effect={card} />
      <EffectTable effect={{ ...card, lines: card.lines.filter(({ before }) => before !== null) }} />
      {card.customerReceives !== null && <Panel title={effect.receives}>{card.customerReceives}</Panel>}
      <NeedPanel need={need} />
    </>
  )
}

const useReversal = ({ customerStripeId, ticket, credit, onAsked }: ReversalFormProps) => {
  const [text, setText] = useState(() => decimalText(credit.reversible))
  const [said, setSaid] = useState('')
  const { requestKey } = useRequestKey()
  const { currency } = credit.given
  const amount = readAmount(text, currency)
  const money = amount.is === 'amount' && amount.money.amount > 0 ? amount.money : null
  const creditStripeId = credit.stripeId
  const preview = useReversalPreview({ customerStripeId, ticket, creditStripeId, amount: money })
  const ask = useAskReversal(onAsked)
  const reason = ticket === null ? words.noProof : missingInReversal({ amount, reversible: credit.reversible, said })
  const submit = (isTwinMeant = false) => {
    if (reason !== undefined || ticket === null || money === null || ask.isPending) return
    ask.mutate({
      customerStripeId,
      ticket,
      payload: { creditStripeId, amount: money },
      ask: { requestKey, reason: said.trim(), isTwinMeant },
    })
  }
  return { text, setText, said, setSaid, amount, money, preview, ask, reason, submit }
}

type Reversal = ReturnType<typeof useReversal>

const Fields = ({ reversal, credit }: { readonly reversal: Reversal; readonly credit: CreditLine }) => {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const { text, setText, said, setSaid, amount } = reversal
  return (
    <>
      <TextInput
        ref={field}
        size="lg"
        label={words.amount}
        description={words.amountHint(moneyText(credit.reversible))}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        error={amount.is === 'wrong' ? words.amountWrong(currencyCode(credit.given.currency)) : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Textarea
        label={words.words}
        description={words.wordsHint}
        maxLength={1000}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
      />
    </>
  )
}

/** Asks for a credit to be taken back: the credit and the question left, the effect right. */
export const ReversalForm = (props: ReversalFormProps) => {
  const { customerStripeId, credit, env, onCancel } = props
  const reversal = useReversal(props)
  const { money, ask, preview, reason, submit } = reversal
  return (
    <AskSheet
      label={words.form}
      onSubmit={() => submit()}
      form={
        <>
          <Panel title={words.entry}>
            <CreditFactList credit={credit} />
          </Panel>
          <Fields reversal={reversal} credit={credit} />
          {money && <StripeCall customerStripeId={customerStripeId} amount={money} metadata={words.keys} />}
        </>
      }
      effect={{
        label: effect.title,
        content: (
          <>
            <AskProblem title={words.askFailed} error={ask.error} onTwin={() => submit(true)} />
            <EffectSide preview={preview} />
          </>
        ),
      }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {money ? words.ask(moneyText(money)) : words.askEmpty}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
