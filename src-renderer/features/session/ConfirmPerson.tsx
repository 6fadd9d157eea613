import { PasswordInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { desktop } from '../../lib/desktop.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { confirmPerson as words } from '../../messages/keys.ts'
import { messages } from '../../messages/index.ts'
import { authDoor } from './auth-door.ts'
import { CodeField } from './CodeField.tsx'
import s from './SignIn.module.css'

interface WayProps {
  readonly onConfirmed: () => void
}

const ByPassword = ({ needsCode, onConfirmed }: WayProps & { readonly needsCode: boolean }) => {
  const trpc = useTRPC()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const confirm = useMutation(trpc.staff.confirm.mutationOptions({ onSuccess: onConfirmed }))
  return (
    <form
      className={s['form']}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (!confirm.isPending) confirm.mutate({ password, ...(code === '' ? {} : { totp: code }) })
      }}
    >
      {confirm.error && <FailureProblem title={words.failed} error={confirm.error} />}
      <PasswordInput
        label={words.password}
        autoComplete="current-password"
        data-autofocus
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {needsCode && <CodeField value={code} onChange={setCode} />}
      <div>
        <Button kind="primary" size="lg" isSubmit isBusy={confirm.isPending}>
          {words.submit}
        </Button>
      </div>
    </form>
  )
}

const ByProvider = ({ onConfirmed }: WayProps) => {
  const confirm = useMutation({
    mutationFn: async () => {
      await authDoor.confirmOidc()
      // In a browser the page is on its way to the provider.
      if (desktop) onConfirmed()
    },
  })
  return (
    <div className={s['form']}>
      {confirm.error && <FailureProblem title={words.failed} error={confirm.error} />}
      <div>
        <Button size="lg" isBusy={confirm.isPending} onPress={() => confirm.mutate()}>
          {words.provider}
        </Button>
      </div>
      {!desktop && <p className="cs-xs cs-dim">{words.providerLeaves}</p>}
      {desktop && confirm.isPending && <output className="cs-xs cs-dim">{words.providerWait}</output>}
    </div>
  )
}

/** Shows again who sits here, by the ways that this person has. */
export const ConfirmPerson = ({ onEnd }: { readonly onEnd: (isConfirmed: boolean) => void }) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { data, error } = useQuery(trpc.staff.confirmation.queryOptions())
  const onConfirmed = () => {
    void queryClient.invalidateQueries(trpc.staff.confirmation.queryFilter())
    onEnd(true)
  }
  return (
    <Dialog label={words.title} onClose={() => onEnd(false)}>
      <div className={s['confirm']}>
        <h2>{words.title}</h2>
        <p className="cs-dim">{words.lead}</p>
        {error && <FailureProblem title={words.notRead} error={error} />}
        {!data && !error && <Skeleton rows={3} />}
        {data?.ways.length === 0 && <Notice tone="money">{words.noWay}</Notice>}
        {data?.ways.includes('password') === true && (
          <ByPassword needsCode={data.needsCode} onConfirmed={onConfirmed} />
        )}
        {data?.ways.includes('oidc') === true && <ByProvider onConfirmed={onConfirmed} />}
        <div>
          <Button kind="quiet" onPress={() => onEnd(false)}>
            {messages.common.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
