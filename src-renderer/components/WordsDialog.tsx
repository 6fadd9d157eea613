import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { messages } from '../messages/index.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { FailureProblem } from './FailureProblem.tsx'
import s from './WordsDialog.module.css'

export interface WordsDialogProps {
  readonly title: string
  /** Names the field. */
  readonly label: string
  readonly hint: string
  readonly action: string
  readonly kind?: 'primary' | 'danger'
  /** What stands there at first. */
  readonly text?: string
  readonly isBusy: boolean
  /** Whatever the call rejected with, under its own title; null: nothing failed. */
  readonly failure: { readonly title: string; readonly error: unknown } | null
  readonly onSend: (text: string) => void
  readonly onClose: () => void
}

const FEWEST = 3

/** A sentence that belongs to a deed: a reason, a question, an answer. */
export const WordsDialog = (props: WordsDialogProps) => {
  const { title, label, hint, action, kind = 'primary', text = '', isBusy, failure, onSend, onClose } = props
  const [said, setSaid] = useState(text)
  const reason = said.trim().length < FEWEST ? messages.common.tooShort : undefined
  return (
    <Dialog label={title} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined && !isBusy) onSend(said.trim())
        }}
      >
        <h2>{title}</h2>
        {failure && <FailureProblem title={failure.title} error={failure.error} money={{ moved: 'none' }} />}
        <Textarea
          label={label}
          description={hint}
          data-autofocus
          autosize
          minRows={3}
          maxLength={1000}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button kind={kind} size="lg" isSubmit isBusy={isBusy} reason={reason}>
            {action}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
