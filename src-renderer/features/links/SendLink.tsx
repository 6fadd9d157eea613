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
  /** To begin with. */
  readonly email: string
  readonly hasMailServer: boolean
}

/** Mails the link to whom the person says; the same click is one mail. */
export const SendLink = ({ id, email, hasMailServer }: SendLinkProps) => {
  const [to, setTo] = useState(email)
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
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button
          icon={Mail}
          isBusy={send.isPending}
          reason={isEmail(to) ? undefined : words.missing.email}
          onPress={onSend}
        >
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
