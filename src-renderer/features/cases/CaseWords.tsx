import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { cases as caseWords } from '../../messages/cases.ts'
import { messages } from '../../messages/index.ts'
import s from './Cases.module.css'

export interface CaseWordsProps {
  readonly words: {
    readonly title: string
    readonly label: string
    readonly hint: string
    readonly action: string
    readonly failed: string
  }
  /** What stands there at first. */
  readonly text?: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly onSend: (text: string) => void
  readonly onClose: () => void
  /** Beside the buttons. */
  readonly children?: ReactNode
}

/** A sentence for the case: a note, or how it ended. */
export const CaseWords = ({ words, text = '', isBusy, error, onSend, onClose, children }: CaseWordsProps) => {
  const [said, setSaid] = useState(text)
  const reason = said.trim() === '' ? caseWords.nothingSaid : undefined
  return (
    <Dialog label={words.title} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined && !isBusy) onSend(said.trim())
        }}
      >
        <h2>{words.title}</h2>
        {error !== null && <FailureProblem title={words.failed} error={error} money={{ moved: 'none' }} />}
        <Textarea
          label={words.label}
          description={words.hint}
          data-autofocus
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4000}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button kind="primary" size="lg" isSubmit isBusy={isBusy} reason={reason} keys="mod+enter">
            {words.action}
          </Button>
          {children}
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
