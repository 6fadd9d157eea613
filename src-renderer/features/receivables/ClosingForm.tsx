import type { InvoiceFacts, InvoiceWish } from '@countersign/shared/features/receivables'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { BudgetMeters, EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { failureOf } from '../../lib/failure.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { receivables } from '../../messages/receivables.ts'
import { type ClosingDraft, EMPTY_CLOSING, missingInClosing, wishOf } from './closing-draft-rules.ts'
import { ClosingFields } from './ClosingFields.tsx'
import { type ClosingPreview, useAskClosing, useClosingPreview } from './use-closing.ts'

const words = receivables.form

export interface ClosingFormProps {
  readonly invoiceStripeId: string
  readonly kind: InvoiceWish['kind']
  readonly facts: InvoiceFacts
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

const EffectSide = ({ preview: { data, error, isFetching, refetch } }: { readonly preview: ClosingPreview }) => {
  if (error) {
    const onRetry = () => void refetch()
    return <FailureProblem title={words.previewFailed} error={error} onRetry={onRetry} isRetrying={isFetching} />
  }
  if (!data) return isFetching ? <Skeleton rows={4} /> : <p className="cs-dim">{words.nothingYet}</p>
  const { card, need } = data
  return (
    <>
      <EffectWarnings effect={card} />
      <EffectTable effect={card} />
      {card.customerReceives !== null && <Panel title={effect.receives}>{card.customerReceives}</Panel>}
      <NeedPanel need={need} />
      <BudgetMeters need={need} given={card.given} />
    </>
  )
}

interface AskFailureProps {
  /** null: nothing went wrong. */
  readonly error: unknown
  /** Asks all the same, although just this is open already. */
  readonly onTwin: () => void
}

const AskFailure = ({ error, onTwin }: AskFailureProps) => {
  if (error === null) return null
  const isTwin = failureOf(error).code === 'REQUEST_TWIN_OPEN'
  return (
    <FailureProblem
      title={words.askFailed}
      error={error}
      money={{ moved: 'none' }}
      actions={isTwin ? <Button onPress={onTwin}>{words.twin}</Button> : undefined}
    />
  )
}

const useClosing = ({ invoiceStripeId, kind, facts, onAsked }: ClosingFormProps) => {
  const [draft, setDraft] = useState<ClosingDraft>(EMPTY_CLOSING)
  const { requestKey } = useRequestKey()
  const forbidden = useMissingPermission('invoice.manage')
  const wish = forbidden === undefined ? wishOf({ kind, invoiceStripeId }, draft, facts) : null
  const reason = forbidden ?? missingInClosing(kind, draft, facts)
  const ask = useAskClosing(onAsked)
  return {
    draft,
    change: (part: Partial<ClosingDraft>) => setDraft((old) => ({ ...old, ...part })),
    preview: useClosingPreview(wish),
    reason,
    ask,
    submit: (isTwinMeant = false) => {
      if (reason !== undefined || wish === null || ask.isPending) return
      ask.mutate({ wish, ask: { requestKey, reason: draft.words.trim(), isTwinMeant } })
    },
  }
}

/** Asks for an invoice to be closed or credited: the question left, the effect right. */
export const ClosingForm = (props: ClosingFormProps) => {
  const { kind, facts, env, onCancel } = props
  const { draft, change, preview, reason, ask, submit } = useClosing(props)
  const { title, ask: label } = receivables.acts[kind]
  return (
    <AskSheet
      label={title}
      onSubmit={() => submit()}
      form={<ClosingFields kind={kind} facts={facts} draft={draft} onChange={change} />}
      effect={{
        label: effect.title,
        content: (
          <>
            <AskFailure error={ask.error} onTwin={() => submit(true)} />
            <EffectSide preview={preview} />
          </>
        ),
      }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={reason}>
            {label}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
