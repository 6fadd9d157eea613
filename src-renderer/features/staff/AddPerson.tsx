import { Checkbox, TextInput } from '@mantine/core'
import type { Role } from '@countersign/shared/roles'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { messages } from '../../messages/index.ts'
import { staff as words } from '../../messages/staff.ts'
import { RoleChoice } from './RoleChoice.tsx'
import s from './staff.module.css'

const { form } = words

interface AddedProps {
  readonly name: string
  readonly password: string | null
  readonly onClose: () => void
}

const Added = ({ name, password, onClose }: AddedProps) => (
  <div className={s['sheet']}>
    <b>{form.added(name)}</b>
    {password !== null && (
      <>
        <FactList facts={[{ label: form.password, value: <CopyId value={password} what={form.password} /> }]} />
        <p className="cs-dim">{form.passwordNote}</p>
      </>
    )}
    <div>
      <Button kind="primary" onPress={onClose}>
        {form.done}
      </Button>
    </div>
  </div>
)

const FIRST: readonly Role[] = ['support']

export const AddPerson = ({ onClose }: { readonly onClose: () => void }) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [roles, setRoles] = useState(FIRST)
  const [withPassword, setWithPassword] = useState(true)
  const add = useMutation(
    trpc.staff.add.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(trpc.staff.list.queryFilter()) }),
  )
  return (
    <Dialog label={form.title} onClose={onClose}>
      {add.data ? (
        <Added name={add.data.staff.name} password={add.data.initialPassword} onClose={onClose} />
      ) : (
        <form
          className={s['sheet']}
          aria-label={form.title}
          onSubmit={(event) => {
            event.preventDefault()
            if (!add.isPending && roles.length > 0) add.mutate({ name, email, roles: [...roles], withPassword })
          }}
        >
          <h2 className={s['title']}>{form.title}</h2>
          {add.error && <FailureProblem title={form.failed} error={add.error} />}
          <TextInput
            data-autofocus
            label={form.name}
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={form.email}
            type="email"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <RoleChoice roles={roles} onChange={setRoles} />
          <Checkbox
            label={form.withPassword}
            description={form.withPasswordHint}
            checked={withPassword}
            onChange={(event) => setWithPassword(event.currentTarget.checked)}
          />
          <div className={s['buttons']}>
            <Button
              kind="primary"
              size="lg"
              isSubmit
              isBusy={add.isPending}
              reason={roles.length === 0 ? words.noRole : undefined}
            >
              {form.submit}
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
