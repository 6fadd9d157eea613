import type { TeamTenant } from '@countersign/shared/features/tenants'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { ageText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { messages } from '../../messages/index.ts'
import { tenants } from '../../messages/tenants.ts'
import { useInviteAgain } from './use-tenants.ts'
import s from './Tenants.module.css'

const { invitation: words } = tenants
const LEAST_WORDS = 3

interface SendAgainProps {
  readonly teamId: string
  readonly email: string
  readonly onClose: () => void
}

/** It goes where it went before, so a reason is enough. */
const SendAgain = ({ teamId, email, onClose }: SendAgainProps) => {
  const [reason, setReason] = useState('')
  const invite = useInviteAgain(onClose)
  const isSaid = reason.trim().length >= LEAST_WORDS
  return (
    <Dialog label={words.againTitle} onClose={onClose}>
      <form
        className={s['sheet']}
        aria-label={words.againTitle}
        onSubmit={(event) => {
          event.preventDefault()
          if (isSaid && !invite.isPending) invite.mutate({ teamId, reason: reason.trim() })
        }}
      >
        <h2 className={s['title']}>{words.againTitle}</h2>
        <p>{words.againText(email)}</p>
        {invite.error && <FailureProblem title={words.failed} error={invite.error} />}
        <TextInput
          data-autofocus
          label={words.reason}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={s['tags']}>
          <Button
            kind="primary"
            size="lg"
            isSubmit
            isBusy={invite.isPending}
            reason={isSaid ? undefined : words.needsReason}
          >
            {words.send}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export interface InvitationProps {
  readonly known: NonNullable<TeamTenant>
  readonly now: string
}

/** Whom the tenant was handed to, or why nobody can be invited from here. */
export const Invitation = ({ known: { tenant, invitation, canInvite }, now }: InvitationProps) => {
  const [isOpen, setOpen] = useState(false)
  const forbidden = useMissingPermission('tenant.reconcile')
  if (!canInvite) return <p className="cs-xs cs-dim">{words.impossible}</p>
  if (!invitation) return null
  const { email, receivedAt, sends } = invitation
  const age = ageText(receivedAt, now)
  return (
    <div>
      <h3 className={s['subtitle']}>{words.title}</h3>
      <div className={s['tags']}>
        <Name>{sends === 0 ? words.kept(email, age) : words.sent(email, age)}</Name>
        <Button reason={forbidden} onPress={() => setOpen(true)}>
          {words.again}
        </Button>
      </div>
      {isOpen && <SendAgain teamId={tenant.teamId} email={email} onClose={() => setOpen(false)} />}
    </div>
  )
}
