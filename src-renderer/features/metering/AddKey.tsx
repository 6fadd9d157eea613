import { Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { messages } from '../../messages/index.ts'
import { metering } from '../../messages/metering.ts'
import s from './Metering.module.css'

const words = metering.keys

const Made = ({
  name,
  value,
  onClose,
}: {
  readonly name: string
  readonly value: string
  readonly onClose: () => void
}) => (
  <div className={s['sheet']}>
    <b>{words.made(name)}</b>
    <FactList facts={[{ label: words.key, value: <CopyId value={value} what={words.key} /> }]} />
    <p className="cs-dim">{words.note}</p>
    <div>
      <Button kind="primary" onPress={onClose}>
        {words.done}
      </Button>
    </div>
  </div>
)

/** A key for a reporter, shown once. */
export const AddKey = ({ onClose }: { readonly onClose: () => void }) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const addresses = text.split(/[\s,]+/).filter((entry) => entry !== '')
  const add = useMutation(
    trpc.metering.addCredential.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.metering.pathFilter()),
    }),
  )
  const reason = name.trim() === '' || addresses.length === 0 ? words.missing : undefined
  return (
    <Dialog label={words.title} onClose={onClose}>
      {add.data ? (
        <Made name={name} value={add.data.key} onClose={onClose} />
      ) : (
        <form
          className={s['sheet']}
          aria-label={words.title}
          onSubmit={(event) => {
            event.preventDefault()
            if (reason === undefined && !add.isPending) add.mutate({ name, addresses })
          }}
        >
          <h2 className={s['title']}>{words.title}</h2>
          {add.error && <FailureProblem title={words.failed} error={add.error} />}
          <TextInput
            data-autofocus
            label={words.name}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={words.addresses}
            description={words.addressesHint}
            autosize
            minRows={3}
            maxLength={3000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className={s['buttons']}>
            <Button kind="primary" size="lg" isSubmit isBusy={add.isPending} reason={reason}>
              {words.submit}
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
