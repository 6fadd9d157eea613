import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { messages } from '../../messages/index.ts'
import { approvals } from '../../messages/approvals.ts'
import s from './RequestCard.module.css'

export interface WordsDialogProps {
  readonly title: string
  readonly hint: string
  readonly action: string
  readonly kind?: 'primary' | 'danger'
  /** What stands there at first. */
  readonly text?: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly onSend: (text: string) => void
  readonly onClose: () => void
}

const FEWEST = 3

/** A sentence that belongs to a deed: a reason, a question, an answer. */
export const WordsDialog = (props: WordsDialogProps) => {
  const { title, hint, action, kind = 'primary', text = '', isBusy, error, onSend, onClose } = props
  const [said, setSaid] = useState(text)
  const reason = said.trim().length < FEWEST ? approvals.words.tooShort : undefined
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
        {error !== null && error !== undefined && (
          <FailureProblem title={approvals.sign.failedTitle} error={error} money={{ moved: 'none' }} />
        )}
        <Textarea
          label={approvals.words.reason}
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
