import type { BillingStanding } from '@countersign/shared/features/billing-edits'
import { MessageSquareText } from 'lucide-react'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { billing as words } from '../../messages/billing.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { type BillingDraft, draftFor, editOf, hasWords } from './draft-rules.ts'
import { IdentityFields } from './IdentityFields.tsx'
import { type MetadataHolder, MoreFields } from './MoreFields.tsx'
import { useAskBilling, useBillingPreview } from './use-billing.ts'

export interface BillingFormProps {
  readonly customerStripeId: string
  readonly ticket: string
  readonly standing: BillingStanding
  readonly holders: readonly MetadataHolder[]
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

type Preview = ReturnType<typeof useBillingPreview>

const EffectSide = ({ preview: { data, error, isFetching, refetch } }: { readonly preview: Preview }) => {
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
  return (
    <>
      <EffectWarnings effect={data.card} />
      <EffectTable effect={data.card} />
      <NeedPanel need={data.need} />
    </>
  )
}

const useForm = ({ customerStripeId, ticket, standing, onAsked }: BillingFormProps) => {
  const [draft, setDraft] = useState(() => draftFor(standing))
  const { requestKey } = useRequestKey()
  const edited = editOf(draft, standing)
  const payload = edited.is === 'edit' ? edited.payload : null
  const preview = useBillingPreview({ customerStripeId, ticket, payload })
  const ask = useAskBilling(onAsked)
  const isShown = preview.data !== undefined && !preview.isPlaceholderData
  const missing = edited.is === 'missing' ? edited.why : undefined
  const reason = missing ?? (hasWords(draft) ? undefined : words.noWords) ?? (isShown ? undefined : words.notShown)
  const submit = () => {
    if (reason !== undefined || payload === null || ask.isPending) return
    const said = { requestKey, reason: draft.words.trim(), isTwinMeant: false }
    ask.mutate({ customerStripeId, ticket, payload, ask: said })
  }
  const change = (over: Partial<BillingDraft>) => setDraft((old) => ({ ...old, ...over }))
  return { draft, change, preview, ask, reason, submit }
}

/** Who is billed: what stands there, to be changed; before and after beside it. */
export const BillingForm = (props: BillingFormProps) => {
  const { ticket, standing, holders, env, onCancel } = props
  const { draft, change, preview, ask, reason, submit } = useForm(props)
  const copy = useCopy()
  return (
    <AskSheet
      label={words.form}
      onSubmit={submit}
      form={
        <>
          <IdentityFields draft={draft} onChange={change} />
          <MoreFields draft={draft} standing={standing} holders={holders} onChange={change} />
          {ask.error && <FailureProblem title={words.askFailed} error={ask.error} money={{ moved: 'none' }} />}
        </>
      }
      effect={{ label: effect.title, content: <EffectSide preview={preview} /> }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {words.ask}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
          <Button
            kind="quiet"
            size="lg"
            icon={MessageSquareText}
            onPress={() => void copy(words.replyText(ticket), words.replyWhat)}
          >
            {words.reply}
          </Button>
        </>
      }
    />
  )
}
