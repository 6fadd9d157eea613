import { PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { account } from '../../messages/staff.ts'
import s from './SignIn.module.css'

const { password: words } = account

export const ChangePassword = () => {
  const trpc = useTRPC()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation(
    trpc.staff.changePassword.mutationOptions({
      onSuccess: () => {
        setCurrent('')
        setNext('')
      },
    }),
  )
  return (
    <Panel title={words.title}>
      <form
        className={s['form']}
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault()
          if (!change.isPending) change.mutate({ current, next })
        }}
      >
        {change.error && <FailureProblem title={words.failed} error={change.error} />}
        {change.isSuccess && (
          <Notice tone="proof" isLive>
            {words.done}
          </Notice>
        )}
        <PasswordInput
          label={words.current}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.next}
          description={words.hint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div>
          <Button isSubmit isBusy={change.isPending}>
            {words.submit}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
