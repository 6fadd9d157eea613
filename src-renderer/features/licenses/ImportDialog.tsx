import type { ImportReading } from '@countersign/shared/features/license-desk'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { messages } from '../../messages/index.ts'
import { licenses } from '../../messages/licenses.ts'
import { useAskLicense, useReadImport } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.issue
const FEWEST = 3

const Found = ({ reading }: { readonly reading: ImportReading }) => (
  <>
    <output>{words.importFound(reading.licenses.length)}</output>
    {reading.problems.length > 0 && (
      <ul className={s['list']}>
        {reading.problems.map(({ row, column, why }) => (
          <li key={`${row} ${column ?? ''}`} className="cs-danger">
            {words.importProblem(row, column, why)}
          </li>
        ))}
      </ul>
    )}
  </>
)

interface ImportDialogProps {
  readonly onAsked: (requestId: string) => void
  readonly onClose: () => void
}

/** First what the file says, then the approval of all of it. */
export const ImportDialog = ({ onAsked, onClose }: ImportDialogProps) => {
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const { requestKey } = useRequestKey()
  const read = useReadImport()
  const ask = useAskLicense(onAsked)
  const found = read.data
  const canAsk = found !== undefined && found.licenses.length > 0
  const missing = canAsk ? reason.trim().length < FEWEST : text.trim() === ''
  const submit = () => {
    if (missing || read.isPending || ask.isPending) return
    if (!canAsk) return read.mutate({ text })
    const payload = { licenses: found.licenses }
    return ask.mutate({
      wish: { kind: 'license.grant', payload },
      ask: { requestKey, reason: reason.trim(), isTwinMeant: false },
    })
  }
  return (
    <Dialog label={words.importTitle} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <h2>{words.importTitle}</h2>
        {read.error !== null && <FailureProblem title={words.importFailed} error={read.error} />}
        {ask.error !== null && <FailureProblem title={licenses.ask.failed} error={ask.error} />}
        <Textarea
          data-autofocus
          label={words.importLabel}
          description={words.importHint}
          rows={8}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            read.reset()
          }}
        />
        {found && <Found reading={found} />}
        {canAsk && (
          <Textarea
            label={licenses.ask.reason}
            description={licenses.ask.reasonHint}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <div className={s['tags']}>
          <Button
            kind="primary"
            size="lg"
            isSubmit
            isBusy={read.isPending || ask.isPending}
            reason={missing ? messages.common.tooShort : undefined}
          >
            {canAsk ? licenses.ask.send : words.importRead}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
