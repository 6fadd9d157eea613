import type { Finding } from '@countersign/shared/features/approvals'
import { Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { messages } from '../../messages/index.ts'
import { approvals } from '../../messages/approvals.ts'
import { type Unproven, useResolution } from './use-resolution.ts'
import s from './RequestCard.module.css'

const { words } = approvals
const FEWEST = 10
const CHOICES: ReadonlyArray<{ readonly id: Finding; readonly label: string }> = [
  { id: 'happened', label: words.happened },
  { id: 'did-not-happen', label: words.didNot },
]

const missing = (finding: Finding | undefined, text: string): string | undefined => {
  if (finding === undefined) return words.noFinding
  return text.trim().length < FEWEST ? words.tooShort : undefined
}

/** What it would do and who has to sign it, once one of the two is chosen. */
const Effect = ({ preview: { data, error } }: Pick<ReturnType<typeof useResolution>, 'preview'>) => {
  if (error) return <FailureProblem title={words.resolveUnread} error={error} />
  if (!data) return null
  return (
    <>
      <EffectWarnings effect={data.card} />
      <NeedPanel need={data.need} />
    </>
  )
}

export interface ResolveDialogProps {
  readonly unproven: Unproven
  readonly onAsked: (requestId: string) => void
  readonly onClose: () => void
}

/** Nobody can prove whether a step happened: a person looks at Stripe, says what stands there, and another signs it. */
export const ResolveDialog = ({ unproven, onAsked, onClose }: ResolveDialogProps) => {
  const [finding, setFinding] = useState<Finding>()
  const [text, setText] = useState('')
  const { preview, ask, send } = useResolution(unproven, finding, onAsked)
  const reason = missing(finding, text)
  return (
    <Dialog label={words.resolveTitle} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined) send(text.trim())
        }}
      >
        <h2>{words.resolveTitle}</h2>
        <p className="cs-dim">{words.resolveLead}</p>
        {ask.error && <FailureProblem title={approvals.sign.failedTitle} error={ask.error} money={{ moved: 'none' }} />}
        {CHOICES.map((each) => (
          <Radio
            key={each.id}
            name="finding"
            label={each.label}
            checked={finding === each.id}
            onChange={() => setFinding(each.id)}
          />
        ))}
        <Effect preview={preview} />
        <Textarea
          label={words.finding}
          description={words.resolveHint}
          autosize
          minRows={3}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button kind="primary" size="lg" isSubmit isBusy={ask.isPending} reason={reason}>
            {words.resolveAction}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
