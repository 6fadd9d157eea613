import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { desktop } from '../../lib/desktop.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { messages } from '../../messages/index.ts'
import { keys as words } from '../../messages/keys.ts'
import { useEnrolKey } from './use-approver-key.ts'
import s from './RequestCard.module.css'

export interface EnrolKeyProps {
  readonly confirm: () => Promise<boolean>
  /** Whether a key that countersigns is there now. */
  readonly onEnd: (isActive: boolean) => void
}

const Asked = ({ requestId, onEnd }: Pick<EnrolKeyProps, 'onEnd'> & { readonly requestId: string }) => (
  <>
    <Notice isLive>{words.asked}</Notice>
    <p>
      <a className="cs-link" href={deskPaths.approvals({ item: requestId })} onClick={() => onEnd(false)}>
        {words.openRequest}
      </a>
    </p>
    <div>
      <Button size="lg" onPress={() => onEnd(false)}>
        {messages.common.close}
      </Button>
    </div>
  </>
)

/** Makes this device's key and offers it; where it has to wait for somebody's word, it says so. */
export const EnrolKey = ({ confirm, onEnd }: EnrolKeyProps) => {
  const [label, setLabel] = useState<string>(desktop ? words.desktopLabel : words.browserLabel)
  const { requestKey } = useRequestKey()
  const enrol = useEnrolKey(confirm)
  const { data, error, isPending } = enrol
  const submit = () => {
    if (isPending) return
    enrol.mutate({ label: label.trim(), requestKey }, { onSuccess: ({ isActive }) => isActive && onEnd(true) })
  }
  return (
    <Dialog label={words.enrolTitle} onClose={() => onEnd(false)}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <h2>{words.enrolTitle}</h2>
        {data?.requestId ? (
          <Asked requestId={data.requestId} onEnd={onEnd} />
        ) : (
          <>
            <p>{words.enrolLead}</p>
            <p className="cs-dim">{desktop ? words.where.desktop : words.where.browser}</p>
            <p className="cs-dim">{words.first}</p>
            {error && <FailureProblem title={words.failed} error={error} />}
            <TextInput
              label={words.label}
              description={words.labelHint}
              data-autofocus
              required
              withAsterisk={false}
              maxLength={100}
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
            <div className={s['buttons']}>
              <Button kind="primary" size="lg" isSubmit isBusy={isPending}>
                {words.enrol}
              </Button>
              <Button kind="quiet" size="lg" onPress={() => onEnd(false)}>
                {messages.common.cancel}
              </Button>
            </div>
          </>
        )}
      </form>
    </Dialog>
  )
}
