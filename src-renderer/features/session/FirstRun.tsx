import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { session } from '../../messages/session.ts'
import { authDoor } from './auth-door.ts'
import { ConfirmTotp } from './ConfirmTotp.tsx'
import { useEnter } from './use-enter.ts'
import s from './SignIn.module.css'

const { firstRun: words, signIn } = session

/** Nobody exists yet: whoever sits here becomes the administrator. Only the embedded companion offers it. */
export const FirstRun = () => {
  const [person, setPerson] = useState({ name: '', email: '', password: '' })
  const enter = useEnter()
  const create = useMutation({ mutationFn: () => authDoor.createFirstAdmin(person) })
  if (create.data) return <ConfirmTotp offer={create.data} onDone={() => void enter()} canWait />
  const change = (field: keyof typeof person) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setPerson((before) => ({ ...before, [field]: value }))
  }
  return (
    <form
      className={s['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (!create.isPending) create.mutate()
      }}
    >
      <div>
        <b>{words.title}</b>
        <p className="cs-dim">{words.lead}</p>
      </div>
      {create.error && <FailureProblem title={words.failed} error={create.error} />}
      <TextInput
        label={words.name}
        autoComplete="name"
        required
        withAsterisk={false}
        data-autofocus
        value={person.name}
        onChange={change('name')}
      />
      <TextInput
        label={signIn.email}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={person.email}
        onChange={change('email')}
      />
      <PasswordInput
        label={signIn.password}
        description={words.passwordHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={person.password}
        onChange={change('password')}
      />
      <Button kind="primary" size="lg" isSubmit isBusy={create.isPending}>
        {words.submit}
      </Button>
    </form>
  )
}
