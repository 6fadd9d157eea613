import type { License } from '@countersign/shared/features/license-desk'
import { NumberInput, Textarea } from '@mantine/core'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { timeText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { licenses } from '../../messages/licenses.ts'
import { useMakeKey } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.makeKey
const FEWEST = 3
const INITIAL_DAYS = 14
const MOST_DAYS = 90

interface ShownProps {
  readonly made: { readonly key: string; readonly olderValidUntil: string | null }
  readonly onClose: () => void
}

/** The only time that anybody sees it. */
const Shown = ({ made: { key, olderValidUntil }, onClose }: ShownProps) => {
  const copy = useCopy()
  return (
    <div className={s['form']}>
      <h2>{words.title}</h2>
      <Notice tone="money" title={words.once} isLive>
        {words.onceWhat}
      </Notice>
      <code className={`${s['key'] ?? ''} cs-mono`}>{key}</code>
      {olderValidUntil !== null && <p>{licenses.keys.until(timeText(olderValidUntil))}</p>}
      <div className={s['tags']}>
        <Button kind="primary" size="lg" icon={Copy} onPress={() => void copy(key, words.key)}>
          {words.copy}
        </Button>
        <Button size="lg" onPress={onClose}>
          {words.done}
        </Button>
      </div>
    </div>
  )
}

interface KeyDialogProps {
  readonly license: Pick<License, 'id' | 'keyEndings'>
  readonly onClose: () => void
}

/** Makes the first key of a license, or a further one beside it. */
export const KeyDialog = ({ license: { id, keyEndings }, onClose }: KeyDialogProps) => {
  const [reason, setReason] = useState('')
  const [days, setDays] = useState<number | string>(INITIAL_DAYS)
  const [isFirst] = useState(keyEndings.length === 0)
  const make = useMakeKey()
  const missing = reason.trim().length < FEWEST ? messages.common.tooShort : undefined
  const submit = () => {
    if (missing === undefined && !make.isPending)
      make.mutate({ id, overlapDays: Number(days) || 0, reason: reason.trim() })
  }
  return (
    <Dialog label={words.title} onClose={onClose}>
      {make.data ? (
        <Shown made={make.data} onClose={onClose} />
      ) : (
        <form
          className={s['form']}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <h2>{words.title}</h2>
          {make.error !== null && <FailureProblem title={words.failed} error={make.error} />}
          <p>{isFirst ? words.first : words.further}</p>
          {!isFirst && <NumberInput label={words.overlap} min={0} max={MOST_DAYS} value={days} onChange={setDays} />}
          <Textarea
            data-autofocus
            label={words.reason}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div className={s['tags']}>
            <Button kind="primary" size="lg" isSubmit isBusy={make.isPending} reason={missing}>
              {words.action}
            </Button>
            <Button kind="quiet" size="lg" onPress={onClose}>
              {messages.common.cancel}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
