import type { Quote } from '@countersign/shared/features/quotes'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { moneyText } from '../../lib/money.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { messages } from '../../messages/index.ts'
import { quoteForm as words, quotes } from '../../messages/quotes.ts'
import { draftOf, EMPTY_QUOTE, type QuoteDraft, readDraft } from './draft-rules.ts'
import { QuoteFields } from './QuoteFields.tsx'
import { QuoteLines } from './QuoteLines.tsx'
import { ReasonProblem } from './ReasonProblem.tsx'
import { useKeepQuote, useTwin } from './use-quotes.ts'

export interface QuoteFormProps {
  /** What is changed; left out for a new one. */
  readonly quote?: Quote
  readonly onKept: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onCancel: () => void
}

/** Said while the reference is typed, not when everything is filled in. */
const TwinNotice = ({
  draft,
  ownId,
  onOpen,
}: {
  draft: QuoteDraft
  ownId: string | undefined
  onOpen: QuoteFormProps['onOpen']
}) => {
  const twin = useTwin(draft.reference, draft.source)
  if (twin === null || twin.id === ownId) return null
  return (
    <Notice
      isLive
      tone="money"
      title={words.twin(twin.reference)}
      actions={
        <Button size="sm" onPress={() => onOpen(twin.id)}>
          {words.twinOpen}
        </Button>
      }
    >
      {words.twinText(twin.customerName, moneyText(twin.total), quotes.states[twin.state])}
    </Notice>
  )
}

/** What was accepted, to be recorded or changed; what the lines come to stands beside it. */
export const QuoteForm = ({ quote, onKept, onOpen, onCancel }: QuoteFormProps) => {
  const [draft, setDraft] = useState<QuoteDraft>(() => (quote ? draftOf(quote) : EMPTY_QUOTE))
  // The moment that was read stays: what somebody else changes meanwhile is refused, not overwritten.
  const [read] = useState(() => quote && { id: quote.id, changedAt: quote.changedAt })
  const { lines, total, content, missing } = readDraft(draft)
  const forbidden = useMissingPermission('invoice.manage')
  const { keep, isPending, error } = useKeepQuote(read, onKept)
  const reason = forbidden ?? missing
  const submit = () => {
    if (reason === undefined && content !== null && !isPending) keep(content)
  }
  return (
    <AskSheet
      label={words.form}
      isFormWide
      onSubmit={submit}
      form={<QuoteFields draft={draft} onChange={(change) => setDraft((old) => ({ ...old, ...change }))} />}
      effect={{
        label: words.says,
        content: (
          <>
            <TwinNotice draft={draft} ownId={quote?.id} onOpen={onOpen} />
            <Panel title={quotes.lines} isFlush={total !== null}>
              {total === null ? (
                <p className="cs-dim">{words.nothingYet}</p>
              ) : (
                <QuoteLines lines={lines} total={total} />
              )}
            </Panel>
            {error && <ReasonProblem title={words.failed} error={error} />}
          </>
        ),
      }}
      note={words.note2}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit isBusy={isPending} reason={reason}>
            {quote ? words.saveChange : words.save}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
