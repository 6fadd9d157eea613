import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { links, portal as words } from '../../messages/links.ts'
import { messages } from '../../messages/index.ts'
import { useLinkOptions } from './use-links.ts'

export interface PortalFormProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: none can be made. */
  readonly ticket: string | null
  readonly email: string | null
  readonly env: Env
  readonly onCancel: () => void
}

/** Each click is a mail of its own; a click whose answer was lost is the same one again. */
const usePortal = ({ customerStripeId, ticket }: PortalFormProps) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { requestKey, renew } = useRequestKey()
  const mail = useMutation(
    trpc.links.mailPortal.mutationOptions({
      onSuccess: () => {
        renew()
        return queryClient.invalidateQueries(trpc.links.list.pathFilter())
      },
    }),
  )
  const onMail = () => mail.mutate({ customerStripeId, ticket: ticket ?? '', requestKey })
  return { mail, onMail }
}

interface ResultProps {
  readonly mail: ReturnType<typeof usePortal>['mail']
  readonly hasMailServer: boolean
}

const Result = ({ mail, hasMailServer }: ResultProps) => {
  if (mail.error) return <FailureProblem title={words.mailFailed} error={mail.error} money={{ moved: 'none' }} />
  const to = mail.data?.sentTo ?? null
  if (to === null) return <p className="cs-dim">{words.nothingYet}</p>
  return (
    <Notice tone={hasMailServer ? 'proof' : 'money'} isLive>
      {hasMailServer ? links.sent(to) : links.kept(to)}
    </Notice>
  )
}

const lackIn = ({ ticket, email }: PortalFormProps, hasReturnPage: boolean | undefined): string | undefined => {
  if (ticket === null) return links.missing.proof
  if (hasReturnPage === false) return links.missing.page
  return email === null ? words.noEmail : undefined
}

/** Lets the customer into their own billing pages: a link for minutes, mailed to the billing e-mail and shown to nobody. */
export const PortalForm = (props: PortalFormProps) => {
  const { email, env, onCancel } = props
  const { mail, onMail } = usePortal(props)
  const forbidden = useMissingPermission('link.make')
  const { data: options } = useLinkOptions(forbidden === undefined)
  const reason = forbidden ?? lackIn(props, options?.hasReturnPage)
  return (
    <AskSheet
      label={words.form}
      onSubmit={() => {
        if (reason === undefined && !mail.isPending) onMail()
      }}
      form={
        <>
          <p>{words.lead}</p>
          <p>{words.why}</p>
          <FactList facts={[{ label: words.to, value: email === null ? words.noEmail : <Name>{email}</Name> }]} />
        </>
      }
      effect={{
        label: words.effect,
        content: <Result mail={mail} hasMailServer={options?.hasMailServer ?? false} />,
      }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={mail.isPending} reason={reason}>
            {words.mail}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
