import type { Quote } from '@countersign/shared/features/quotes'
import { useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { messages } from '../../messages/index.ts'
import { quoteForm as words, quotes } from '../../messages/quotes.ts'
import { draftOf, EMPTY_QUOTE, type QuoteDraft, readDraft } from './draft-rules.ts'
import { QuoteFields } from './QuoteFields.tsx'
import { QuoteLines } from './QuoteLines.tsx'
import { ReasonProblem } from './ReasonProblem.tsx'
import { TwinNotice } from './TwinNotice.tsx'
import { useKeepQuote } from './use-quotes.ts'
import { useTwinChoice } from './use-twin-choice.ts'

export interface QuoteFormProps {
  /** What is changed; left out for a new one. */
  readonly quote?: Quote
  readonly onKept: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onCancel: () => void
}

/** What was accepted, to be recorded or changed; what the lines come to stands beside it. */
export const QuoteForm = ({ quote, onKept, onOpen, onCancel }: QuoteFormProps) => {
  const [draft, setDraft] = useState<QuoteDraft>(() => (quote ? draftOf(quote) : EMPTY_QUOTE))
  // The moment that was read stays: what somebody else changes meanwhile is refused, not overwritten.
  const [read] = useState(() => quote && { id: quote.id, changedAt: quote.changedAt })
  const { lines, total, content, missing } = readDraft(draft)
  const forbidden = useMissingPermission('invoice.manage')
  const { keep, isPending, error } = useKeepQuote(read, onKept)
  const { twin, isMeant, mean, missing: unsaid } = useTwinChoice(draft, quote)
  const reason = forbidden ?? missing ?? unsaid
  const submit = () => {
    if (reason === undefined && content !== null && !isPending) keep(content, isMeant)
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
            {twin && <TwinNotice twin={twin} isMeant={isMeant} onMeant={mean} onOpen={onOpen} />}
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
