import type { Receivable } from '@countersign/shared/features/receivables'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { messages } from '../../messages/index.ts'
import { receivables } from '../../messages/receivables.ts'
import { useNote } from './use-receivables.ts'
import s from './Receivables.module.css'

const words = receivables.noting

export interface NoteDialogProps {
  readonly rows: readonly Receivable[]
  readonly onClose: () => void
}

/** What was said on the phone, and the day that was promised, with each of the invoices. */
export const NoteDialog = ({ rows: shown, onClose }: NoteDialogProps) => {
  const [rows] = useState(shown)
  const [text, setText] = useState('')
  const [promisedOn, setPromisedOn] = useState('')
  const announce = useAnnounce()
  const note = useNote(() => {
    announce(words.kept)
    onClose()
  })
  const reason = text.trim() === '' ? words.noText : undefined
  const send = () => {
    if (reason !== undefined || note.isPending) return
    const invoiceStripeIds = rows.map(({ stripeId }) => stripeId)
    note.mutate({ invoiceStripeIds, text: text.trim(), promisedOn: promisedOn === '' ? null : promisedOn })
  }
  return (
    <Dialog label={words.title} onClose={onClose}>
      <form
        className={s['sheet']}
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <h2 className={s['title']}>{words.title}</h2>
        {note.error && <FailureProblem title={words.failed} error={note.error} />}
        <Textarea
          data-autofocus
          label={words.text}
          description={words.hint}
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.promisedOn}
          description={words.promisedHint}
          value={promisedOn}
          onChange={(event) => setPromisedOn(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button kind="primary" size="lg" isSubmit isBusy={note.isPending} reason={reason}>
            {words.send}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
