import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { messages } from '../../messages/index.ts'
import { campaigns as words } from '../../messages/coupons.ts'
import s from './Coupons.module.css'

export interface EndCampaignProps {
  readonly id: string
  readonly onClose: () => void
}

const LEAST_WORDS = 3

/** It takes nothing from anybody, so a reason is enough. */
export const EndCampaign = ({ id, onClose }: EndCampaignProps) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const end = useMutation(
    trpc.campaigns.end.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.campaigns.list.queryFilter())
        onClose()
      },
    }),
  )
  const isSaid = reason.trim().length >= LEAST_WORDS
  return (
    <Dialog label={words.endTitle} onClose={onClose}>
      <form
        className={s['sheet']}
        aria-label={words.endTitle}
        onSubmit={(event) => {
          event.preventDefault()
          if (isSaid && !end.isPending) end.mutate({ id, reason })
        }}
      >
        <h2 className={s['title']}>{words.endTitle}</h2>
        <p>{words.endText}</p>
        {end.error && <FailureProblem title={words.endFailed} error={end.error} />}
        <TextInput
          data-autofocus
          label={words.endReason}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={s['buttons']}>
          <Button
            kind="danger"
            size="lg"
            isSubmit
            isBusy={end.isPending}
            reason={isSaid ? undefined : words.missing.words}
          >
            {words.end}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
