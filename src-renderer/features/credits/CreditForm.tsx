import type { Money } from '@countersign/shared/money'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { BudgetMeters, EffectHistory, EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { readAmount } from '../../lib/amount-text.ts'
import { moneyText } from '../../lib/money.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { credits as words } from '../../messages/credits.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { CreditFields } from './CreditFields.tsx'
import { EMPTY_DRAFT, missingIn } from './draft-rules.ts'
import { useAskCredit, useCreditPreview } from './use-credit.ts'

export interface CreditFormProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
  /** The customer's; null while Stripe has none for it. */
  readonly currency: string | null
  readonly reasons: readonly { readonly id: string; readonly label: string }[]
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

const CHOICES = ['usd', 'eur', 'gbp', 'jpy']

type Preview = ReturnType<typeof useCreditPreview>

const EffectSide = ({ preview }: { readonly preview: Preview }) => {
  const { data, error, isFetching, refetch } = preview
  if (error)
    return (
      <FailureProblem
        title={words.previewFailed}
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  if (!data) return isFetching ? <Skeleton rows={6} /> : <p className="cs-dim">{words.nothingYet}</p>
  const { card, need } = data
  return (
    <>
      <EffectWarnings effect={card} />
      <EffectTable effect={card} />
      {card.customerReceives !== null && <Panel title={effect.receives}>{card.customerReceives}</Panel>}
      <NeedPanel need={need} />
      <EffectHistory effect={card} />
    </>
  )
}

const submitText = (money: Money | null): string =>
  money && money.amount > 0 ? words.ask(moneyText(money)) : words.askEmpty

export const CreditForm = (props: CreditFormProps) => {
  const { customerStripeId, ticket, reasons, env, onAsked, onCancel } = props
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const { requestKey } = useRequestKey()
  const currency = props.currency ?? draft.currency ?? 'usd'
  const amount = readAmount(draft.amount, currency)
  const money = amount.is === 'amount' ? amount.money : null
  const asked = {
    customerStripeId,
    ticket: ticket ?? '',
    amount: ticket === null ? null : money,
    reasonId: draft.reasonId,
  }
  const preview = useCreditPreview(asked)
  const ask = useAskCredit(onAsked)
  const reason = ticket === null ? words.noProof : missingIn(draft, amount)
  const { reasonId } = draft
  const submit = () => {
    if (reason !== undefined || ticket === null || money === null || reasonId === null || ask.isPending) return
    const said = { requestKey, reason: draft.words.trim(), isTwinMeant: false }
    ask.mutate({ customerStripeId, ticket, payload: { amount: money, reasonId }, ask: said })
  }
  return (
    <AskSheet
      label={words.form}
      onSubmit={submit}
      form={
        <>
          <CreditFields
            draft={draft}
            currency={currency}
            currencies={props.currency === null ? CHOICES : []}
            reasons={reasons}
            isWrong={amount.is === 'wrong'}
            onChange={(change) => setDraft((old) => ({ ...old, ...change }))}
          />
          {preview.data && <BudgetMeters need={preview.data.need} given={money} />}
          {ask.error && <FailureProblem title={words.askFailed} error={ask.error} money={{ moved: 'none' }} />}
        </>
      }
      effect={{ label: effect.title, content: <EffectSide preview={preview} /> }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {submitText(money)}
          </Button>
          <Button kind="quiet" size="lg" keys="Escape" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
