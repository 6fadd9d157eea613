import { Radio, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { messages } from '../../messages/index.ts'
import { approvals } from '../../messages/approvals.ts'
import s from './RequestCard.module.css'

type Finding = 'happened' | 'did-not-happen'

const { words } = approvals
const FEWEST = 10
const FINDINGS: ReadonlyArray<{ readonly id: Finding; readonly label: string }> = [
  { id: 'happened', label: words.happened },
  { id: 'did-not-happen', label: words.didNot },
]

const missing = (finding: Finding | undefined, text: string): string | undefined => {
  if (finding === undefined) return words.noFinding
  return text.trim().length < FEWEST ? words.tooShort : undefined
}

export interface ResolveDialogProps {
  readonly id: string
  /** Signing in again; false when it was closed. */
  readonly confirm: () => Promise<boolean>
  readonly onClose: () => void
}

const send = async (confirm: () => Promise<boolean>, mutate: () => void): Promise<void> => {
  if (await confirm()) mutate()
}

/** Nobody can prove whether a step happened: a person looks at Stripe and says which of the two it is. */
export const ResolveDialog = ({ id, confirm, onClose }: ResolveDialogProps) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [finding, setFinding] = useState<Finding>()
  const [text, setText] = useState('')
  const resolve = useMutation(
    trpc.approvals.resolve.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries(trpc.approvals.pathFilter()),
    }),
  )
  const reason = missing(finding, text)
  return (
    <Dialog label={words.resolveTitle} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (finding !== undefined && reason === undefined && !resolve.isPending)
            void send(confirm, () => resolve.mutate({ id, finding, reason: text.trim() }))
        }}
      >
        <h2>{words.resolveTitle}</h2>
        <p className="cs-dim">{words.resolveLead}</p>
        {resolve.error && (
          <FailureProblem title={approvals.sign.failedTitle} error={resolve.error} money={{ moved: 'maybe' }} />
        )}
        {FINDINGS.map((each) => (
          <Radio
            key={each.id}
            name="finding"
            label={each.label}
            checked={finding === each.id}
            onChange={() => setFinding(each.id)}
          />
        ))}
        <Textarea
          label={words.finding}
          description={words.resolveHint}
          autosize
          minRows={3}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button kind="primary" size="lg" isSubmit isBusy={resolve.isPending} reason={reason}>
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
