import type { Subscription } from '@countersign/shared/features/subscriptions'
import { MessageSquareText } from 'lucide-react'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { companionNow } from '../../lib/companion-clock.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { changeReplies, changes as words } from '../../messages/changes.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { ChangeEffect } from './ChangeEffect.tsx'
import { ChangeFields } from './ChangeFields.tsx'
import { type ChangeDraft, draftFor, hasWords, type Mode, type Wished, wishOf } from './draft-rules.ts'
import { useAskChange, useChangePreview, useOffers } from './use-changes.ts'

export interface ChangeFormProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
  readonly subscription: Subscription
  readonly subscriptions: readonly Subscription[]
  readonly mode: Mode
  readonly env: Env
  readonly onSubscription: (stripeId: string) => void
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

/** The moment of opening, in Stripe's whole seconds: what is shown then is what is billed. */
const thisSecond = (): string => new Date(Math.floor(Date.parse(companionNow()) / 1000) * 1000).toISOString()

const missingIn = ({ subscription, ticket }: ChangeFormProps, wished: Wished, draft: ChangeDraft) => {
  if (ticket === null) return words.noProof
  if (subscription.schedule !== null) return words.scheduled
  if (wished.is === 'missing') return wished.why
  return hasWords(draft) ? undefined : words.noWords
}

const useForm = (props: ChangeFormProps) => {
  const { customerStripeId, ticket, subscription, onAsked } = props
  const [draft, setDraft] = useState(() => draftFor(subscription, props.mode))
  const [prorationAt] = useState(thisSecond)
  const { requestKey } = useRequestKey()
  const wished = wishOf({ draft, subscription, prorationAt })
  const wish = wished.is === 'wish' && subscription.schedule === null ? wished.wish : null
  const preview = useChangePreview({ customerStripeId, ticket, wish })
  const ask = useAskChange(onAsked)
  const isShown = preview.data !== undefined && !preview.isPlaceholderData
  const reason = missingIn(props, wished, draft) ?? (isShown ? undefined : words.notShown)
  const submit = () => {
    if (reason !== undefined || ticket === null || wish === null || ask.isPending) return
    const said = { requestKey, reason: draft.words.trim(), isTwinMeant: false }
    ask.mutate({ customerStripeId, ticket, wish, ask: said })
  }
  const change = (over: Partial<ChangeDraft>) => setDraft((old) => ({ ...old, ...over }))
  return { draft, change, preview, ask, reason, submit }
}

const Reply = ({ ticket, mode }: { readonly ticket: string | null; readonly mode: Mode }) => {
  const copy = useCopy()
  if (ticket === null) return null
  return (
    <Button
      kind="quiet"
      size="lg"
      icon={MessageSquareText}
      onPress={() => void copy(changeReplies[mode](ticket), words.replyWhat)}
    >
      {words.reply}
    </Button>
  )
}

/** Another plan, a pause, an end: the question left, Stripe's own preview right. */
export const ChangeForm = (props: ChangeFormProps) => {
  const { ticket, subscription, subscriptions, env, onSubscription, onCancel } = props
  const { draft, change, preview, ask, reason, submit } = useForm(props)
  const offers = useOffers(ticket !== null).data ?? []
  return (
    <AskSheet
      label={words.form}
      onSubmit={submit}
      form={
        <>
          <ChangeFields
            subscription={subscription}
            subscriptions={subscriptions}
            offers={offers}
            draft={draft}
            onSubscription={onSubscription}
            onChange={change}
          />
          {ask.error && <FailureProblem title={words.askFailed} error={ask.error} money={{ moved: 'none' }} />}
        </>
      }
      effect={{ label: effect.title, content: <ChangeEffect preview={preview} /> }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {words.ask}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
          <Reply ticket={ticket} mode={draft.mode} />
        </>
      }
    />
  )
}
