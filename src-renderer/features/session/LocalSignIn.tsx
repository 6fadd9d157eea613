import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { failureOf } from '../../lib/failure.ts'
import { session } from '../../messages/session.ts'
import { authDoor } from './auth-door.ts'
import { CodeField } from './CodeField.tsx'
import { offeredTotp } from './offered-totp.ts'
import { TotpKey } from './TotpKey.tsx'
import { useEnter } from './use-enter.ts'
import s from './SignIn.module.css'

const { signIn: words, totp: totpWords } = session

const ASKS_FOR_CODE = new Set(['TOTP_REQUIRED', 'TOTP_ENROLMENT_REQUIRED'])

/** E-mail and password; the code only once the companion asks for it. */
export const LocalSignIn = ({ isFirst }: { readonly isFirst: boolean }) => {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isCodeAsked, setCodeAsked] = useState(false)
  const enter = useEnter()
  const signIn = useMutation({
    mutationFn: async () => {
      await authDoor.signInLocal({ email, password, ...(code === '' ? {} : { totp: code }) })
      await enter()
    },
    onError: (error) => setCodeAsked((was) => was || ASKS_FOR_CODE.has(failureOf(error).code)),
  })
  const failure = signIn.error ? failureOf(signIn.error) : undefined
  const offer = failure?.code === 'TOTP_ENROLMENT_REQUIRED' ? offeredTotp(failure) : undefined
  return (
    <form
      className={s['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (!signIn.isPending) signIn.mutate()
      }}
    >
      {failure && !ASKS_FOR_CODE.has(failure.code) && <FailureProblem title={words.failed} error={signIn.error} />}
      <TextInput
        label={words.email}
        type="email"
        autoComplete="username"
        spellCheck={false}
        required
        withAsterisk={false}
        {...(isFirst ? { 'data-autofocus': true } : {})}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={words.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {offer && <TotpKey offer={offer} lead={totpWords.needed} />}
      {isCodeAsked && <CodeField value={code} onChange={setCode} />}
      <Button kind={isFirst ? 'primary' : 'default'} size="lg" isSubmit isBusy={signIn.isPending}>
        {words.submit}
      </Button>
    </form>
  )
}
