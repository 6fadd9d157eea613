import type { LinkOptions } from '@countersign/shared/features/links'
import { useMemo, useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Money } from '../../components/Money.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { failureOf } from '../../lib/failure.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { links as words } from '../../messages/links.ts'
import { messages } from '../../messages/index.ts'
import {
  EMPTY_DRAFT,
  type LinkDraft,
  type LinkSubject,
  type ListPrice,
  listPriceOf,
  missingIn,
  offersIn,
  wishOf,
} from './draft-rules.ts'
import { LinkFields } from './LinkFields.tsx'
import { LinkList } from './LinkList.tsx'
import { LinkPanel } from './LinkPanel.tsx'
import { useLinkList, useLinkOptions, useMakeLink, useOpenedLink } from './use-links.ts'

export interface LinkFormProps {
  readonly subject: LinkSubject
  readonly teamId: LinkTeam
  /** The ticket that this rests on; null: none can be made. */
  readonly ticket: string | null
  /** The customer's; null while Stripe has none for it. */
  readonly currency: string | null
  /** The billing e-mail, where there is one. */
  readonly email: string | null
  /** How many subscriptions of the customer are running. */
  readonly running: number
  readonly env: Env
  readonly onCancel: () => void
}

type LinkTeam = Extract<LinkSubject, { kind: 'unknown' }>['teamId'] | null

const lackIn = (options: LinkOptions | undefined): string | undefined => {
  if (!options) return words.missing.options
  return options.hasReturnPage ? undefined : words.missing.page
}

const useLinkForm = ({ subject, teamId, ticket, currency }: LinkFormProps) => {
  const forbidden = useMissingPermission('link.make')
  const options = useLinkOptions(forbidden === undefined)
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [item, setItem] = useState<string>()
  const { requestKey, renew } = useRequestKey()
  const make = useMakeLink((id) => {
    setItem(id)
    renew()
  })
  const customerStripeId = subject.kind === 'proven' ? subject.customerStripeId : null
  const list = useLinkList({ customerStripeId, teamId })
  const offers = useMemo(() => offersIn(options.data?.offers ?? [], currency), [options.data, currency])
  const reason = forbidden ?? lackIn(options.data) ?? missingIn(draft, ticket !== null)
  // Other content is another link; what Stripe refused is over. Only an answer that was lost keeps its key.
  const change = (part: Partial<LinkDraft>) => {
    renew()
    setDraft((old) => ({ ...old, ...part }))
  }
  const submit = () => {
    const wish = wishOf(draft, { subject, ticket })
    if (reason !== undefined || wish === null || make.isPending) return
    make.mutate(
      { ...wish, requestKey },
      {
        onError: (error) => {
          if (failureOf(error).code === 'STRIPE_REFUSED') renew()
        },
      },
    )
  }
  const opened = useOpenedLink(forbidden === undefined ? item : undefined)
  return { options, draft, change, offers, reason, make, submit, list, item, setItem, opened }
}

const Price = ({ price }: { readonly price: ListPrice | null }) =>
  price === null ? (
    <p className="cs-dim">{words.nothingYet}</p>
  ) : (
    <Panel title={words.price}>
      <FactList
        labels="long"
        facts={[
          { label: words.plan, value: words.what(price.offer.name, price.quantity) },
          {
            label: words.listPrice,
            value: (
              <>
                <Money value={price.perPeriod} /> {words.every(price.period)}
              </>
            ),
          },
          { label: words.firstCharge, value: words.firstChargeLater },
        ]}
      />
    </Panel>
  )

type State = ReturnType<typeof useLinkForm>

/** Nobody means to have a team pay twice. */
const Warnings = ({ state: { list, item }, running }: { readonly state: State; readonly running: number }) => {
  const others = list.data?.filter(({ id, state }) => state === 'open' && id !== item).length ?? 0
  return (
    <>
      {running > 0 && <Notice tone="money">{words.onTop(running)}</Notice>}
      {others > 0 && <Notice tone="money">{words.openToo(others)}</Notice>}
    </>
  )
}

interface RightProps {
  readonly state: State
  readonly email: string
  readonly running: number
}

const Right = ({ state, email, running }: RightProps) => {
  const { draft, offers, options, opened, list, item, setItem } = state
  // Who makes no links sees what the companion knows of them.
  const row = list.data?.find(({ id }) => id === item)
  const shown = opened.data ?? (row && { link: row, url: null })
  return (
    <>
      {options.data?.hasReturnPage === false && (
        <Notice tone="money" title={words.noPage}>
          {words.noPageNext}
        </Notice>
      )}
      <Warnings state={state} running={running} />
      <Price price={listPriceOf(draft, offers)} />
      {opened.error && (
        <FailureProblem title={words.readFailed} error={opened.error} onRetry={() => void opened.refetch()} />
      )}
      {shown && <LinkPanel opened={shown} email={email} hasMailServer={options.data?.hasMailServer ?? false} />}
      <LinkList list={list} item={item} onItem={setItem} />
    </>
  )
}

/** A page of Stripe's on which the team buys: what it sells, the link, and what became of earlier ones. */
export const LinkForm = (props: LinkFormProps) => {
  const state = useLinkForm(props)
  const { draft, change, offers, reason, make, submit, options } = state
  const { subject, email, running, env, onCancel } = props
  return (
    <AskSheet
      label={words.form}
      onSubmit={submit}
      form={
        <>
          {options.error && (
            <FailureProblem
              title={words.optionsFailed}
              error={options.error}
              onRetry={() => void options.refetch()}
              isRetrying={options.isFetching}
            />
          )}
          <LinkFields draft={draft} offers={offers} hasEmail={subject.kind === 'unknown'} onChange={change} />
          {make.isSuccess && <Notice tone="proof" title={words.made} isLive />}
          {make.error && <FailureProblem title={words.makeFailed} error={make.error} money={{ moved: 'none' }} />}
        </>
      }
      effect={{ label: words.effect, content: <Right state={state} email={email ?? draft.email} running={running} /> }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={make.isPending} reason={reason}>
            {words.make}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
