import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { useFinishTask } from './use-manual-invoice.ts'

const words = wizard.sent

/** Names the coupon that fulfils a task. */
export const FinishTask = ({ id }: { readonly id: string }) => {
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const finish = useFinishTask(close)
  const reason = useMissingPermission('invoice.manage')
  return (
    <>
      <Button size="sm" reason={reason} onPress={() => setAsking(true)}>
        {words.finish}
      </Button>
      {isAsking && (
        <WordsDialog
          title={words.finishTitle}
          label={words.finishLabel}
          hint={words.finishHint}
          action={words.finishAction}
          isBusy={finish.isPending}
          failure={finish.error === null ? null : { title: words.finishFailed, error: finish.error }}
          onSend={(couponRequestId) => finish.mutate({ id, couponRequestId })}
          onClose={close}
        />
      )}
    </>
  )
}
