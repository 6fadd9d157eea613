import type { StackPayload } from '@countersign/shared/features/stack-requests'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import type { Money } from '@countersign/shared/money'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { EffectHistory, NeedPanel } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { failureOf } from '../../lib/failure.ts'
import { moneyText } from '../../lib/money.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { stacks as words } from '../../messages/stacks.ts'
import { acceptedOf, chosenOf, emptyDraft, isAccepted, missingIn, newAmountOf, type StackDraft } from './draft-rules.ts'
import { StackEffect } from './StackEffect.tsx'
import { StackFields } from './StackFields.tsx'
import { useAskStack, useStackPlan, useStackPreview } from './use-stack.ts'

export interface StackFormProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
  /** Those that run, the one that is meant first. */
  readonly subscriptions: readonly [Subscription, ...Subscription[]]
  readonly reasons: readonly { readonly id: string; readonly label: string }[]
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
  /** The other way: everything stays, and the new amount becomes a credit. */
  readonly onCredit: (credit: Money) => void
}

type Plan = ReturnType<typeof useStackPlan>

const payloadOf = (draft: StackDraft, subscription: Subscription, plan: Plan): StackPayload | null => {
  const newAmount = newAmountOf(draft, subscription)
  const chosen = plan.isCurrent ? chosenOf(draft, plan.data) : null
  const { reasonId } = draft
  if (!newAmount || !chosen || reasonId === null || !isAccepted(draft, chosen)) return null
  return {
    subscriptionStripeId: subscription.stripeId,
    newAmount,
    reasonId,
    purpose: draft.purpose.trim(),
    acceptsConversion: draft.acceptsConversion,
    invoices: chosen.invoices,
    accepted: acceptedOf(draft, chosen),
  }
}

interface Asking {
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

const Failed = ({ title, of }: { title: string; of: Asking }) =>
  of.error !== null && (
    <FailureProblem title={title} error={of.error} onRetry={() => void of.refetch()} isRetrying={of.isFetching} />
  )

const submitText = (plan: Plan): string =>
  plan.data?.answer.verdict === 'planned' ? words.ask(moneyText(plan.data.answer.total)) : words.askEmpty

const useStackForm = ({ customerStripeId, ticket, subscriptions, onAsked }: StackFormProps) => {
  const [draft, setDraft] = useState(() => emptyDraft(subscriptions[0].stripeId))
  const subscription = subscriptions.find((one) => one.stripeId === draft.subscriptionStripeId) ?? subscriptions[0]
  const newAmount = newAmountOf(draft, subscription)
  const { purpose, reasonId, acceptsConversion } = draft
  const { stripeId: subscriptionStripeId, currency } = subscription
  const asked = {
    customerStripeId,
    ticket,
    subscriptionStripeId,
    newAmount,
    currency,
    reasonId,
    purpose,
    acceptsConversion,
  }
  const plan = useStackPlan(asked)
  const payload = payloadOf(draft, subscription, plan)
  const preview = useStackPreview({ customerStripeId, ticket, payload })
  const ask = useAskStack(onAsked)
  const { requestKey } = useRequestKey()
  const hasAmount = newAmount !== null
  const view = plan.isCurrent ? plan.data : undefined
  const reason = missingIn(draft, { hasProof: ticket !== null, hasAmount, view })
  const submit = (isTwinMeant = false) => {
    if (reason !== undefined || ticket === null || payload === null || ask.isPending) return
    const said = { requestKey, reason: draft.words.trim(), isTwinMeant }
    ask.mutate({ customerStripeId, ticket, payload, ask: said })
  }
  const change = (part: Partial<StackDraft>) => setDraft((old) => ({ ...old, ...part }))
  return { draft, change, subscription, hasAmount, plan, preview: payload ? preview : null, ask, reason, submit }
}

/** Why it wasn't asked for; a second one of the same has to be meant. */
const AskFailed = ({ error, onTwin }: { error: unknown; onTwin: () => void }) => (
  <FailureProblem
    title={words.askFailed}
    error={error}
    money={{ moved: 'none' }}
    actions={failureOf(error).code === 'REQUEST_TWIN_OPEN' ? <Button onPress={onTwin}>{words.twin}</Button> : undefined}
  />
)

type Form = ReturnType<typeof useStackForm>

const EffectSide = ({ of, props: { ticket, onCredit } }: { of: Form; props: StackFormProps }) => {
  const { draft, change, hasAmount, plan, preview } = of
  return (
    <>
      <Failed title={words.planFailed} of={plan} />
      {plan.data && ticket !== null && (
        <StackEffect
          view={plan.data}
          draft={draft}
          ticket={ticket}
          hasAmount={hasAmount && plan.isCurrent}
          onChange={change}
          onCredit={onCredit}
        />
      )}
      {!plan.data && plan.isFetching && <Skeleton rows={8} />}
      {preview && <Failed title={words.previewFailed} of={preview} />}
      {preview?.data && <EffectHistory effect={preview.data.card} />}
    </>
  )
}

export const StackForm = (props: StackFormProps) => {
  const { subscriptions, reasons, env, onCancel } = props
  const form = useStackForm(props)
  const { draft, change, subscription, plan, preview, ask, reason, submit } = form
  return (
    <AskSheet
      label={words.form}
      onSubmit={() => submit()}
      form={
        <>
          <StackFields
            draft={draft}
            subscription={subscription}
            subscriptions={subscriptions}
            reasons={reasons}
            onChange={change}
          />
          {preview?.data && <NeedPanel need={preview.data.need} />}
          {ask.error && <AskFailed error={ask.error} onTwin={() => submit(true)} />}
        </>
      }
      effect={{ label: effect.title, content: <EffectSide of={form} props={props} /> }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {submitText(plan)}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
