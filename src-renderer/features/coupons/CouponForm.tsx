import type { Subscription } from '@countersign/shared/features/subscriptions'
import { Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { BudgetMeters } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { failureOf } from '../../lib/failure.ts'
import { moneyText } from '../../lib/money.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { coupons as words } from '../../messages/coupons.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { CouponEffect, couponTexts } from './CouponEffect.tsx'
import { type CouponDraft, EMPTY_DRAFT, missingIn, MOST, readCount, withDefaults, worthOf } from './draft-rules.ts'
import { HandOverFields } from './HandOverFields.tsx'
import { type CouponWish, type OnCouponAsked, useAskCoupon, useCouponPreview } from './use-coupon.ts'
import { WorthFields } from './WorthFields.tsx'

/** A proven customer, or a team that Stripe doesn't know. */
export type CouponSubject =
  | { readonly kind: 'proven'; readonly customerStripeId: string; readonly subscriptions: readonly Subscription[] }
  | { readonly kind: 'unknown'; readonly teamId: string }

export interface CouponFormProps {
  readonly subject: CouponSubject
  /** The ticket that this rests on; null: nothing can be asked. */
  readonly ticket: string | null
  /** The customer's; null while Stripe has none for it. */
  readonly currency: string | null
  readonly reasons: readonly { readonly id: string; readonly label: string }[]
  readonly env: Env
  readonly onAsked: OnCouponAsked
  readonly onCancel: () => void
  /** Where a discount acts already. */
  readonly onStack?: () => void
}

const wishOf = (draft: CouponDraft, subject: CouponSubject, ticket: string | null): CouponWish | null => {
  const worth = worthOf(draft)
  if (worth === null || ticket === null) return null
  if (subject.kind === 'unknown') return { way: 'shared', input: { teamId: subject.teamId, ticket, payload: worth } }
  const { customerStripeId } = subject
  const { subscriptionStripeId } = draft
  if (draft.handOver === 'applied') {
    if (subscriptionStripeId === null) return null
    return { way: 'apply', input: { customerStripeId, ticket, payload: { ...worth, subscriptionStripeId } } }
  }
  const validDays = readCount(draft.validDays, MOST.validDays)
  return validDays === null
    ? null
    : { way: 'code', input: { customerStripeId, ticket, payload: { ...worth, validDays } } }
}

const NO_SUBSCRIPTIONS: readonly Subscription[] = []

const useCouponForm = ({ subject, ticket, currency, onAsked }: CouponFormProps) => {
  const plans = useQuery(useTRPC().coupons.plans.queryOptions())
  const [typed, setDraft] = useState(EMPTY_DRAFT)
  const shown = (plans.data ?? []).filter(({ unitAmount }) => currency === null || unitAmount.currency === currency)
  const subscriptions = subject.kind === 'proven' ? subject.subscriptions : NO_SUBSCRIPTIONS
  const draft = withDefaults(typed, shown, subscriptions)
  const wish = useMemo(() => wishOf(draft, subject, ticket), [draft, subject, ticket])
  const { preview, isCurrent } = useCouponPreview(wish)
  const ask = useAskCoupon(onAsked)
  const { requestKey } = useRequestKey()
  const reason = missingIn(draft, ticket !== null) ?? (isCurrent ? undefined : words.missing.effect)
  const submit = () => {
    if (reason !== undefined || wish === null || ask.isPending) return
    ask.send(wish, { requestKey, reason: draft.words.trim(), isTwinMeant: false })
  }
  const change = (part: Partial<CouponDraft>) => setDraft((old) => ({ ...old, ...part }))
  return { plans, shown, subscriptions, draft, change, preview, ask, reason, submit }
}

type State = ReturnType<typeof useCouponForm>

const Left = ({ state, form }: { readonly state: State; readonly form: CouponFormProps }) => {
  const { plans, shown, subscriptions, draft, change, preview, ask } = state
  return (
    <>
      {plans.error && (
        <FailureProblem title={words.previewFailed} error={plans.error} onRetry={() => void plans.refetch()} />
      )}
      <WorthFields draft={draft} plans={shown} onChange={change} />
      {form.subject.kind === 'proven' && (
        <HandOverFields draft={draft} subscriptions={subscriptions} onChange={change} />
      )}
      <Select
        label={words.reason}
        data={form.reasons.map(({ id, label }) => ({ value: id, label }))}
        value={draft.reasonId}
        onChange={(reasonId) => change({ reasonId })}
      />
      <Textarea
        label={words.words}
        description={words.wordsHint}
        maxLength={1000}
        value={draft.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      {preview?.data && <BudgetMeters need={preview.data.need} given={preview.data.card.given} />}
      {ask.error && <FailureProblem title={words.askFailed} error={ask.error} money={{ moved: 'none' }} />}
    </>
  )
}

const submitText = ({ preview }: State): string => {
  const given = preview?.data?.card.given
  if (!given) return words.askEmpty
  return preview.data?.need.approvers === 0 ? words.give(moneyText(given)) : words.ask(moneyText(given))
}

/** A coupon whose amount comes from the list price, as a code or on a subscription. */
export const CouponForm = (props: CouponFormProps) => {
  const { env, onCancel, onStack } = props
  const state = useCouponForm(props)
  const { preview, ask, reason, submit, draft } = state
  const isLive =
    preview?.error !== undefined && preview?.error !== null && failureOf(preview.error).code === 'DISCOUNT_LIVE'
  return (
    <AskSheet
      label={words.form}
      onSubmit={submit}
      form={<Left state={state} form={props} />}
      effect={{
        label: effect.title,
        content: (
          <CouponEffect
            preview={preview}
            {...couponTexts}
            hasHistory
            {...(isLive && onStack ? { instead: <Button onPress={onStack}>{words.toStack}</Button> } : {})}
          />
        ),
      }}
      note={draft.handOver === 'code' ? words.note : words.noteApplied}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {submitText(state)}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
