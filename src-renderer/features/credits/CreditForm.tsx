import { decimalText } from '@countersign/shared/money'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { BudgetMeters, type Need } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { readAmount } from '../../lib/amount-text.ts'
import { moneyText } from '../../lib/money.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { credits as words } from '../../messages/credits.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { AskProblem } from './AskProblem.tsx'
import { CreditEffect } from './CreditEffect.tsx'
import { AmountField, CreditFields } from './CreditFields.tsx'
import { type DraftReason, EMPTY_DRAFT, missingIn, payloadOf, previewedOf } from './draft-rules.ts'
import { StripeCall } from './StripeCall.tsx'
import { useAskCredit, useCreditPreview } from './use-credit.ts'

export interface CreditFormProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
  /** The customer's; null while Stripe has none for it. */
  readonly currency: string | null
  readonly reasons: readonly DraftReason[]
  /** What another page proposes to begin with. */
  readonly amount?: string | undefined
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

const CHOICES = ['usd', 'eur', 'gbp', 'jpy', 'kwd']

/** The draft, what it would do, and whether it may be asked for. */
const useCreditDraft = (props: CreditFormProps) => {
  const { customerStripeId, ticket, reasons } = props
  const [draft, setDraft] = useState(() => ({ ...EMPTY_DRAFT, amount: props.amount ?? '' }))
  const currency = props.currency ?? draft.currency ?? 'usd'
  const amount = readAmount(draft.amount, currency)
  const money = amount.is === 'amount' && amount.money.amount > 0 ? amount.money : null
  const preview = useCreditPreview({ customerStripeId, ticket, payload: previewedOf(draft, money) })
  const overlaps = preview.isCurrent ? (preview.data?.facts.overlaps ?? null) : null
  const around = { amount, reasons, overlaps }
  return {
    draft,
    change: (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part })),
    currency,
    money,
    isWrong: amount.is === 'wrong',
    preview,
    reason: ticket === null ? words.noProof : missingIn(draft, around),
    payload: payloadOf(draft, around),
  }
}

/** The year's, and of a day's only those that this would break. */
const shownBudgets = (need: Need): Need => ({
  ...need,
  budgets: need.budgets.filter(({ name, remaining }) => name.endsWith('Year') || remaining.amount < 0),
})

type State = ReturnType<typeof useCreditDraft>

const Left = ({ state, form }: { readonly state: State; readonly form: CreditFormProps }) => {
  const { draft, change, currency, money, isWrong, preview } = state
  return (
    <>
      <AmountField
        draft={draft}
        currency={currency}
        currencies={form.currency === null ? CHOICES : []}
        isWrong={isWrong}
        onChange={change}
      />
      {preview.data && <BudgetMeters need={shownBudgets(preview.data.need)} given={preview.data.card.given} />}
      <CreditFields draft={draft} reasons={form.reasons} text={preview.data?.facts.text} onChange={change} />
      {money && (
        <StripeCall
          customerStripeId={form.customerStripeId}
          amount={{ ...money, amount: -money.amount }}
          metadata={words.call.keys}
        />
      )}
    </>
  )
}

/** A smaller sum that fewer would have to sign, while there is one. */
const Lower = ({ state: { preview, change } }: { readonly state: State }) => {
  const lower = preview.isCurrent ? preview.data?.lower : null
  if (!lower) return null
  return (
    <Button kind="quiet" size="lg" onPress={() => change({ amount: decimalText(lower.amount) })}>
      {words.lower(moneyText(lower.amount), lower.approvers)}
    </Button>
  )
}

export const CreditForm = (props: CreditFormProps) => {
  const { customerStripeId, ticket, env, onAsked, onCancel } = props
  const { requestKey } = useRequestKey()
  const state = useCreditDraft(props)
  const { draft, money, preview, reason, payload } = state
  const ask = useAskCredit(onAsked)
  const submit = (isTwinMeant = false) => {
    if (reason !== undefined || ticket === null || payload === null || ask.isPending) return
    const said = { requestKey, reason: draft.words.trim(), isTwinMeant }
    ask.mutate({ customerStripeId, ticket, payload, ask: said })
  }
  return (
    <AskSheet
      label={words.form}
      onSubmit={() => submit()}
      form={<Left state={state} form={props} />}
      effect={{
        label: effect.title,
        content: (
          <>
            <AskProblem title={words.askFailed} error={ask.error} onTwin={() => submit(true)} />
            <CreditEffect preview={preview} draft={draft} onChange={state.change} />
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
          <Lower state={state} />
        </>
      }
    />
  )
}
