import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { session } from '../../messages/session.ts'
import type { TotpOffer } from './auth-shapes.ts'
import { CodeField } from './CodeField.tsx'
import { TotpKey } from './TotpKey.tsx'
import s from './SignIn.module.css'

export interface ConfirmTotpProps {
  readonly offer: TotpOffer
  readonly onDone: () => void
  /** The key counts only once its first code came back, so leaving now locks nobody out. */
  readonly canWait?: boolean
}

export const ConfirmTotp = ({ offer, onDone, canWait = false }: ConfirmTotpProps) => {
  const trpc = useTRPC()
  const [code, setCode] = useState('')
  const confirm = useMutation(trpc.staff.confirmTotp.mutationOptions({ onSuccess: onDone }))
  return (
    <form
      className={s['form']}
      aria-label={session.totp.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (!confirm.isPending) confirm.mutate({ code })
      }}
    >
      <b>{session.totp.title}</b>
      <TotpKey offer={offer} />
      {confirm.error && <FailureProblem title={session.totp.failed} error={confirm.error} />}
      <CodeField value={code} onChange={setCode} />
      <div className={s['row']}>
        <Button kind="primary" size="lg" isSubmit isBusy={confirm.isPending}>
          {session.totp.confirm}
        </Button>
        {canWait && (
          <Button kind="quiet" size="lg" onPress={onDone}>
            {session.totp.later}
          </Button>
        )}
      </div>
    </form>
  )
}
