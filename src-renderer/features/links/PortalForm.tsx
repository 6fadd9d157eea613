import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Copy, ExternalLink } from 'lucide-react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { useOpenLink, useOpenReason } from '../../components/use-open-link.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { links, portal as words } from '../../messages/links.ts'
import { messages } from '../../messages/index.ts'
import { useLinkOptions } from './use-links.ts'
import s from './Links.module.css'

export interface PortalFormProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: none can be made. */
  readonly ticket: string | null
  readonly email: string | null
  readonly env: Env
  readonly onCancel: () => void
}

/** Each click is a link of its own; a click whose answer was lost is the same one again. */
const usePortal = ({ customerStripeId, ticket }: PortalFormProps) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const making = useRequestKey()
  const mailing = useRequestKey()
  const onSuccess = ({ renew }: ReturnType<typeof useRequestKey>) => {
    renew()
    return queryClient.invalidateQueries(trpc.links.list.pathFilter())
  }
  // Neither answer outlives the page: one of them is a key to the account.
  const make = useMutation({ ...trpc.links.portal.mutationOptions({ onSuccess: () => onSuccess(making) }), gcTime: 0 })
  const mail = useMutation({
    ...trpc.links.mailPortal.mutationOptions({ onSuccess: () => onSuccess(mailing) }),
    gcTime: 0,
  })
  const asked = { customerStripeId, ticket: ticket ?? '' }
  return {
    make,
    mail,
    onMake: () => {
      mail.reset()
      make.mutate({ ...asked, requestKey: making.requestKey })
    },
    onMail: () => {
      make.reset()
      mail.mutate({ ...asked, requestKey: mailing.requestKey })
    },
  }
}

const Given = ({ url }: { readonly url: string }) => {
  const copy = useCopy()
  const open = useOpenLink()
  const reasonOf = useOpenReason()
  return (
    <>
      <Notice tone="money" title={words.danger} isLive>
        {words.dangerNext}
      </Notice>
      <div className={s['buttons']}>
        <Button kind="primary" icon={Copy} keys="mod+shift+c" onPress={() => void copy(url, words.copyWhat)}>
          {words.copy}
        </Button>
        <Button icon={ExternalLink} reason={reasonOf(url)} onPress={() => open(url, words.openWhat)}>
          {words.open}
        </Button>
      </div>
    </>
  )
}

type Portal = ReturnType<typeof usePortal>

const Mailed = ({ to, hasMailServer }: { readonly to: string; readonly hasMailServer: boolean }) => (
  <Notice tone={hasMailServer ? 'proof' : 'money'} isLive>
    {hasMailServer ? links.sent(to) : links.kept(to)}
  </Notice>
)

const Result = ({ make, mail, hasMailServer }: Pick<Portal, 'make' | 'mail'> & { readonly hasMailServer: boolean }) => {
  if (make.error) return <FailureProblem title={words.makeFailed} error={make.error} money={{ moved: 'none' }} />
  if (mail.error) return <FailureProblem title={words.mailFailed} error={mail.error} money={{ moved: 'none' }} />
  const url = make.data?.url ?? null
  if (url !== null) return <Given url={url} />
  const to = mail.data?.link.sentTo ?? null
  if (to !== null) return <Mailed to={to} hasMailServer={hasMailServer} />
  return <p className="cs-dim">{words.nothingYet}</p>
}

const lackIn = (ticket: string | null, hasReturnPage: boolean | undefined): string | undefined => {
  if (ticket === null) return links.missing.proof
  return hasReturnPage === false ? links.missing.page : undefined
}

/** Lets the customer into their own billing pages: a link for minutes, handed over or mailed to the billing e-mail. */
export const PortalForm = (props: PortalFormProps) => {
  const { ticket, email, env, onCancel } = props
  const { make, mail, onMake, onMail } = usePortal(props)
  const forbidden = useMissingPermission('link.make')
  const { data: options } = useLinkOptions(forbidden === undefined)
  const reason = forbidden ?? lackIn(ticket, options?.hasReturnPage)
  return (
    <AskSheet
      label={words.form}
      onSubmit={() => {
        if (reason === undefined && !make.isPending) onMake()
      }}
      form={
        <>
          <p>{words.lead}</p>
          <FactList facts={[{ label: words.to, value: email === null ? words.noEmail : <Name>{email}</Name> }]} />
        </>
      }
      effect={{
        label: words.effect,
        content: <Result make={make} mail={mail} hasMailServer={options?.hasMailServer ?? false} />,
      }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={make.isPending} reason={reason}>
            {words.make}
          </Button>
          <Button
            size="lg"
            isBusy={mail.isPending}
            reason={reason ?? (email === null ? words.noEmail : undefined)}
            onPress={onMail}
          >
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
