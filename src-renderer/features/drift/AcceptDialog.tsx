import { Textarea, TextInput } from '@mantine/core'
import { DAY_MS, dayOf, toIso } from '@countersign/shared/times'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useNow } from '../../lib/use-now.ts'
import { drift as words } from '../../messages/drift.ts'
import { messages } from '../../messages/index.ts'
import { useAccept } from './use-drift.ts'
import s from './Drift.module.css'

const FEWEST = 3
const DAYS = 30

/** It is meant so: why, and until when nobody has to look at it again. */
export const AcceptDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const now = useNow()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState(dayOf(toIso(Date.parse(now) + DAYS * DAY_MS)))
  const accept = useAccept()
  const missing = reason.trim().length < FEWEST ? messages.common.tooShort : undefined
  return (
    <Dialog label={words.acceptTitle} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (missing === undefined && !accept.isPending)
            accept.mutate({ id, reason: reason.trim(), until }, { onSuccess: onClose })
        }}
      >
        <h2>{words.acceptTitle}</h2>
        {accept.error !== null && (
          <FailureProblem title={words.notAccepted} error={accept.error} money={{ moved: 'none' }} />
        )}
        <Textarea
          label={words.reason}
          description={words.acceptHint}
          data-autofocus
          autosize
          minRows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.until}
          value={until}
          min={dayOf(now)}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button kind="primary" size="lg" isSubmit isBusy={accept.isPending} reason={missing}>
            {words.acceptNow}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
