import { FileText, Send as SendIcon } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { moneyText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { StepFoot } from './StepFoot.tsx'
import { useDraftInvoice } from './use-manual-invoice.ts'
import type { Send } from './use-send.ts'
import type { StepProps, Work } from './work.ts'

const words = wizard.review

export interface ReviewFootProps extends StepProps {
  readonly send: Send
  readonly needsDraft: boolean
}

const draftReason = ({ invoice, keep, gap, fixed }: Work): string | undefined => {
  if (fixed !== undefined) return fixed
  if (gap !== null) return gap
  if (keep.state !== 'saved') return words.saving
  return invoice.beforeDraft[0]?.words
}

const DraftFoot = ({ work }: StepProps) => {
  const draft = useDraftInvoice()
  const { id, document } = work.invoice
  const reason = draftReason(work)
  return (
    <>
      {draft.error && <FailureProblem title={words.draftFailed} error={draft.error} money={{ moved: 'none' }} />}
      <StepFoot
        work={work}
        step="review"
        main={
          <Button
            kind="primary"
            size="lg"
            icon={FileText}
            keys="mod+enter"
            env={work.env}
            reason={reason}
            isBusy={draft.isPending || work.invoice.state === 'drafting'}
            onPress={() => draft.mutate({ id, version: work.keep.version })}
          >
            {document === null ? words.draft : words.redraft}
          </Button>
        }
        note={document === null ? undefined : words.redraftText}
      />
    </>
  )
}

/** Makes the draft, or asks for it to be sent: one of the two is the way on. */
export const ReviewFoot = ({ work, send, needsDraft }: ReviewFootProps) => {
  const { invoice } = work
  const total = invoice.document?.total
  if (needsDraft || !total) return <DraftFoot work={work} />
  const isFree = send.preview?.data?.need.approvers === 0
  return (
    <StepFoot
      work={work}
      step="review"
      {...(invoice.state === 'asked' || invoice.state === 'sent'
        ? {}
        : {
            main: (
              <Button
                kind="primary"
                size="lg"
                icon={SendIcon}
                keys="mod+enter"
                env={work.env}
                reason={send.unready}
                isBusy={send.ask.isPending}
                onPress={send.submit}
              >
                {isFree ? words.send(moneyText(total)) : words.ask(moneyText(total))}
              </Button>
            ),
            note: isFree ? words.sendNote : words.askNote,
          })}
    />
  )
}
