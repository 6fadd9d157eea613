import { TextInput } from '@mantine/core'
import { Mail } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { links as words } from '../../messages/links.ts'
import { isEmail } from './draft-rules.ts'
import { useSendLink } from './use-links.ts'
import s from './Links.module.css'

export interface SendLinkProps {
  readonly id: string
  /** To begin with, and to stay with where `isFixed`. */
  readonly email: string
  /** The link of a customer whom Stripe knows: it is mailed to the billing e-mail only. */
  readonly isFixed: boolean
  readonly hasMailServer: boolean
}

const lackIn = (to: string, isFixed: boolean): string | undefined => {
  if (isEmail(to)) return undefined
  return isFixed ? words.missing.billing : words.missing.email
}

/** Mails the link to whom the person says, or a known customer's to the billing e-mail; the same click is one mail. */
export const SendLink = ({ id, email, isFixed, hasMailServer }: SendLinkProps) => {
  const [typed, setTo] = useState(email)
  const to = isFixed ? email : typed
  const { requestKey, renew } = useRequestKey()
  const send = useSendLink()
  const sentTo = send.data?.link.sentTo ?? null
  const onSend = () => send.mutate({ id, to: to.trim(), requestKey }, { onSuccess: renew })
  return (
    <>
      <div className={s['send']}>
        <TextInput
          label={words.sendTo}
          type="email"
          autoComplete="off"
          maxLength={320}
          value={to}
          readOnly={isFixed}
          description={isFixed ? words.sendToOnly : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button icon={Mail} isBusy={send.isPending} reason={lackIn(to, isFixed)} onPress={onSend}>
          {words.send}
        </Button>
      </div>
      {sentTo !== null && (
        <Notice tone={hasMailServer ? 'proof' : 'money'} isLive>
          {hasMailServer ? words.sent(sentTo) : words.kept(sentTo)}
        </Notice>
      )}
      {send.error && <FailureProblem title={words.sendFailed} error={send.error} />}
    </>
  )
}
