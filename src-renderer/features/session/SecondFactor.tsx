import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { account } from '../../messages/staff.ts'
import { ConfirmTotp } from './ConfirmTotp.tsx'
import s from './SignIn.module.css'

const { totp: words } = account

/** A key is shown after the password; it counts once its first code came back. */
export const SecondFactor = () => {
  const trpc = useTRPC()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isDone, setDone] = useState(false)
  const enrol = useMutation(trpc.staff.enrolTotp.mutationOptions())
  const finish = () => {
    setDone(true)
    setPassword('')
    setCode('')
    enrol.reset()
  }
  return (
    <Panel title={words.title}>
      {enrol.data ? (
        <ConfirmTotp offer={enrol.data} onDone={finish} />
      ) : (
        <form
          className={s['form']}
          aria-label={words.title}
          onSubmit={(event) => {
            event.preventDefault()
            if (!enrol.isPending) enrol.mutate({ password, ...(code === '' ? {} : { totp: code }) })
          }}
        >
          <p className="cs-dim">{words.lead}</p>
          {enrol.error && <FailureProblem title={words.failed} error={enrol.error} />}
          {isDone && (
            <Notice tone="proof" isLive>
              {words.done}
            </Notice>
          )}
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <TextInput
            label={words.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.replace(/\s/g, ''))}
          />
          <div>
            <Button isSubmit isBusy={enrol.isPending}>
              {words.submit}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  )
}
